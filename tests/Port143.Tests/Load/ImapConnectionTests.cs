using System.Net;
using System.Net.Sockets;
using System.Text;
using Port143.Load.Net;

namespace Port143.Tests.Load;

public sealed class ImapConnectionTests
{
    [Fact]
    public void Literals_are_stepped_over_even_if_they_look_like_the_end()
    {
        using var server = new Canned("* OK hello\r\n",
            "* 1 FETCH (UID 1 BODY[] {28}\r\nc1 OK not the end\r\n* 9 EXISTS X {3}\r\nabc)\r\n* 2 FETCH (UID 2)\r\n* 2 EXISTS\r\nc1 OK done\r\n");
        using ImapConnection connection = server.Connect();
        var lines = new List<string>();
        ImapReply reply = connection.Ok("FETCH 1:2 (UID BODY[])", line => lines.Add(Encoding.ASCII.GetString(line)));
        Assert.Equal(("OK done", 3), (reply.Line, reply.Untagged));
        Assert.Equal(["* 1 FETCH (UID 1 BODY[] {28}", "* 2 FETCH (UID 2)", "* 2 EXISTS"], lines);
    }

    [Fact]
    public void A_line_and_a_literal_may_be_larger_than_the_buffer()
    {
        string numbers = string.Join(' ', Enumerable.Range(1, 120_000));
        string body = new('x', 900_000);
        using var server = new Canned("* OK hello\r\n", $"* SEARCH {numbers}\r\n* 1 FETCH (BODY[] {{{body.Length}}}\r\n{body})\r\nc1 OK done\r\n");
        using ImapConnection connection = server.Connect();
        int hits = 0;
        ImapReply reply = connection.Ok("SEARCH ALL", line => hits = line.StartsWith("* SEARCH"u8) ? line.Count((byte)' ') - 1 : hits);
        Assert.Equal((120_000, 2), (hits, reply.Untagged));
    }

    [Fact]
    public void A_refusal_and_an_end_are_errors_that_say_what_happened()
    {
        using var server = new Canned("* OK hello\r\n", "c1 NO no such mailbox\r\n");
        using ImapConnection connection = server.Connect();
        Assert.Contains("no such mailbox", Assert.Throws<IOException>(() => connection.Select("Nowhere")).Message);
        Assert.ThrowsAny<IOException>(() => connection.Ok("NOOP"));
        using var refusing = new Canned("* BYE too many\r\n", "");
        Assert.Contains("too many", Assert.Throws<IOException>(refusing.Connect).Message);
    }

    [Fact]
    public void Only_this_machine_is_put_under_load() =>
        Assert.Contains("loopback", Assert.Throws<ArgumentException>(() => new ImapConnection(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 143))).Message);

    [Fact]
    public void Numbers_in_response_codes_are_found()
    {
        Assert.Equal(17, ImapConnection.Code("* OK [UIDVALIDITY 17] valid"u8, "[UIDVALIDITY"u8));
        Assert.Null(ImapConnection.Code("* OK [UIDNEXT 17] next"u8, "[UIDVALIDITY"u8));
        Assert.Equal(23, ImapConnection.Exists("* 23 EXISTS"u8));
        Assert.Null(ImapConnection.Exists("* 23 RECENT"u8));
    }

    /// <summary>Greets, reads one line, sends an answer in odd pieces, closes.</summary>
    private sealed class Canned : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Canned(string greeting, string answer)
        {
            _listener.Start();
            _ = Task.Run(async () =>
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                NetworkStream stream = client.GetStream();
                await stream.WriteAsync(Encoding.ASCII.GetBytes(greeting));
                await stream.ReadAtLeastAsync(new byte[4096], 1);
                byte[] bytes = Encoding.ASCII.GetBytes(answer);
                for (int at = 0, size = 1; at < bytes.Length; at += size, size = Math.Min(size * 3, 60_000))
                {
                    await stream.WriteAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
                }
            });
        }

        public ImapConnection Connect() => new((IPEndPoint)_listener.LocalEndpoint);

        public void Dispose() => _listener.Stop();
    }
}
