using System.Text;
using CsCheck;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

/// <summary>Any bytes are taken, and of well-formed messages nothing is missed.</summary>
public sealed class DigestPropertyTests
{
    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", "\r\n\r\n", "--", "--a", "--a--", "--ab", "Content-Type: ", "multipart/mixed", "multipart/digest", "text/html",
        "message/rfc822", "; boundary=a", "; boundary=\"ab\"", "; name*0*=utf-8''%41", "; name*1=b", "; charset=", "Content-Disposition: attachment",
        "Content-Transfer-Encoding: base64", "From: ", "To: ", "Subject: ", "Date: ", "a@b", "<", ">", ",", ";", ":", "(", ")", "\"", "\\", "\0",
        "\u00e4", "\u00ff", "=?utf-8?Q?a?=", " ", "\t", "x", "[", "]", "Content-Language: de, en", "Content-Location: x", "7 Feb 1994 21:52:25 -0800",
    ];

    private static readonly Gen<byte[]> Messages =
        Gen.OneOf<byte[]>(Gen.OneOf<string>(Pieces).Array[0, 60].Select(p => Encoding.UTF8.GetBytes(string.Concat(p))),
            Gen.OneOf<string>(Pieces).Array[0, 60].Select(p => Encoding.Latin1.GetBytes(string.Concat(p))),
            Gen.Byte.Array[0, 200]);

    [Fact]
    public void Any_bytes_are_taken() => Messages.Sample(message => { DigestAssert.Holds(message); }, iter: 100_000);

    [Fact]
    public void Damaged_tables_are_refused() =>
        Gen.Select(Messages, Gen.Int[0, 1000], Gen.Byte).Sample(
            (message, at, value) =>
            {
                byte[] table = MessageDigest.Build(message).Parts.Serialize();
                table[at % table.Length] = value;
                try
                {
                    PartTable.Deserialize(at % 3 == 0 ? table.AsSpan(0, at % table.Length) : table);
                }
                catch (InvalidDataException)
                {
                    // As promised.
                }
            },
            iter: 50_000);

    [Fact]
    public void Mutated_mail_is_taken()
    {
        byte[] seed = Encoding.UTF8.GetBytes(
            """
            From: "A" <a@b>
            To: g: c@d;
            Content-Type: multipart/mixed; boundary="x"

            --x
            Content-Type: message/rfc822

            Subject: =?utf-8?Q?a?=
            Content-Type: multipart/alternative; boundary=xy

            --xy
            Content-Type: text/plain; charset*0*=utf-8

            one
            --xy--
            --x
            Content-Disposition: attachment; filename="f"
            Content-Transfer-Encoding: base64

            QUJD
            --x--
            """);
        Gen.Select(Gen.Int[0, seed.Length - 1], Gen.Byte).Array[1, 8].Sample(
            changes =>
            {
                byte[] message = [.. seed];
                foreach ((int at, byte value) in changes)
                {
                    message[at] = value;
                }
                DigestAssert.Holds(message);
            },
            iter: 50_000);
    }

    [Fact]
    public void Trees_are_found_as_they_were_made() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Bool).Sample(
            (seed, crlf) =>
            {
                var maker = new MimeTreeMaker(new Random(seed), crlf ? "\r\n" : "\n");
                byte[] message = maker.Make();
                MessageDigest digest = DigestAssert.Holds(message);
                Assert.Equal(maker.Truth, digest.Parts.All.ToArray().Select(p => (p.Kinds & ~PartKinds.Root, p.Parent, p.BodyOffset, p.BodyLength, p.Lines)));
            },
            iter: 20_000);
}
