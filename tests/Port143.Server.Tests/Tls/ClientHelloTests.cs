using System.Buffers;
using CsCheck;
using Port143.Server.Tls;

namespace Port143.Server.Tests.Tls;

public class ClientHelloTests
{
    private static byte[] Hello(params byte[] versions)
    {
        byte[] extensions = [0, 0, 0, 2, 9, 9, .. versions.Length == 0 ? (byte[])[] : [0, 43, 0, (byte)(versions.Length + 1), (byte)versions.Length, .. versions]];
        byte[] body = [3, 3, .. new byte[32], 3, 1, 2, 3, 0, 2, 0x13, 1, 1, 0, 0, (byte)extensions.Length, .. extensions];
        return [1, 0, 0, (byte)body.Length, .. body];
    }

    private static byte[] Record(byte[] content) => [22, 3, 1, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static bool? Offers(byte[] input) => ClientHello.Read(new ReadOnlySequence<byte>(input))?.OffersTls13;

    [Fact]
    public void The_versions_on_offer_are_found()
    {
        Assert.True(Offers(Record(Hello(3, 4, 3, 3))));
        Assert.True(Offers(Record(Hello(0x5A, 0x5A, 3, 3, 3, 4))));
        Assert.False(Offers(Record(Hello(3, 3))));
        Assert.False(Offers(Record(Hello())));
    }

    [Fact]
    public void A_part_is_not_enough_however_it_is_cut()
    {
        byte[] whole = Record(Hello(3, 4));
        for (int i = 0; i < whole.Length; i++)
        {
            Assert.Null(Offers(whole[..i]));
        }
        byte[] hello = Hello(3, 4);
        byte[] cut = [.. Record(hello[..1]), .. Record(hello[1..40]), .. Record(hello[40..])];
        Assert.True(Offers(cut));
        Assert.Null(Offers(cut[..^1]));
    }

    [Theory]
    [InlineData("IMAP.Example.ORG", "imap.example.org")]
    [InlineData("imap.example.org.", "imap.example.org")]
    [InlineData("", null)]
    public void The_host_name_is_found(string sent, string? found)
    {
        byte[] name = System.Text.Encoding.ASCII.GetBytes(sent);
        byte[] list = [0, 0, (byte)name.Length, .. name];
        Assert.Equal(found, Facts([0, 0, 0, (byte)(list.Length + 2), 0, (byte)list.Length, .. list]).ServerName);
    }

    [Fact]
    public void An_authority_offers_its_protocol_alone()
    {
        byte[] acme = [10, .. "acme-tls/1"u8];
        byte[] imap = [4, .. "imap"u8];
        Assert.True(Facts([0, 16, 0, 13, 0, 11, .. acme]).IsAcmeValidation);
        Assert.False(Facts([0, 16, 0, 18, 0, 16, .. acme, .. imap]).IsAcmeValidation);
        Assert.False(Facts([0, 16, 0, 7, 0, 5, .. imap]).IsAcmeValidation);
    }

    private static ClientHelloFacts Facts(byte[] extension)
    {
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, 0, (byte)extension.Length, .. extension];
        return ClientHello.Read(new ReadOnlySequence<byte>(Record([1, 0, 0, (byte)body.Length, .. body])))!.Value;
    }

    [Fact]
    public void What_is_no_hello_offers_nothing()
    {
        Assert.False(Offers("a1 CAPABILITY\r\n"u8.ToArray()));
        Assert.False(Offers(Record([2, 0, 0, 0])));
        Assert.False(Offers(Record([])));
        Assert.False(Offers(Record([1, 0, 0, 2, 3, 3])));
        Assert.False(Offers([.. Record([1, 0xFF, 0xFF, 0xFF]), .. Record(new byte[16000]), .. Record(new byte[16000])]));
    }

    [Fact]
    public void Nothing_that_is_sent_makes_it_throw() =>
        Gen.Byte.Array[0, 120].Select(Gen.Int[0, 60], Gen.Bool).Sample((noise, at, inHello) =>
        {
            byte[] input = inHello ? Record(Hello(3, 4)) : noise;
            if (inHello)
            {
                noise.AsSpan(0, Math.Min(2, noise.Length)).CopyTo(input.AsSpan(at % (input.Length - 2)));
            }
            Offers(input);
        });
}
