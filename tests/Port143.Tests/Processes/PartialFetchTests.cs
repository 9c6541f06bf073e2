using System.Text;
using Port143.Tests.Cli;

namespace Port143.Tests.Processes;

public sealed class PartialFetchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_cut_of_a_small_and_of_a_large_message_is_that_cut()
    {
        string data = _folder["data"];
        await ServerUnderTest.AddAccountAsync(data, "a@example.org");
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(data, "--cleartext-login", "loopback");
        await using Wire wire = await Wire.SignInAsync(server.Imap, "a@example.org");
        const string Header = "From: a@example.org\r\nSubject: cut me\r\n\r\n";
        byte[] small = Encoding.ASCII.GetBytes(Header + "first line\r\nsecond line\r\n");
        byte[] large = [.. Encoding.ASCII.GetBytes(Header), .. Enumerable.Range(0, 400_000).Select(i => (byte)('a' + (i % 23))), 13, 10];
        await wire.AppendAsync("INBOX", "", small, large);
        await wire.OkAsync("SELECT INBOX");
        foreach ((int number, byte[] message) in ((int, byte[])[])[(1, small), (2, large)])
        {
            int[] offsets = [0, 1, Header.Length - 1, Header.Length, Header.Length + 1, small.Length, small.Length + 1, large.Length - 1, large.Length, large.Length + 5];
            foreach (int offset in offsets)
            {
                foreach (int count in (int[])[1, 10, Header.Length, 200_000, 1_000_000])
                {
                    WireReply reply = await wire.OkAsync($"FETCH {number} BODY.PEEK[]<{offset}.{count}>");
                    byte[] expected = [.. message.Skip(offset).Take(count)];
                    byte[] got = Assert.Single(reply.Untagged).Literals.SingleOrDefault([]);
                    Assert.True(expected.AsSpan().SequenceEqual(got), $"{number} <{offset}.{count}>: {expected.Length} octets expected, {got.Length} came");
                }
            }
        }
        await server.StopAsync();
    }
}
