using System.Diagnostics;
using System.Net;
using System.Text;
using Port143.Load.Corpus;

namespace Port143.Load.Net;

/// <summary>An LMTP client (RFC 2033): envelope commands pipelined, one message at a time.</summary>
internal sealed class LmtpConnection : IDisposable
{
    private static readonly byte[] End = ".\r\n"u8.ToArray();
    private readonly Wire _wire;

    public LmtpConnection(IPEndPoint endpoint, bool quickAck = false)
    {
        _wire = new Wire(endpoint, tls: false, quickAck);
        Expect("220");
        _wire.Send("LHLO load.example\r\n"u8);
        Expect("250");
    }

    /// <summary>When the last octet of the message had been sent (<see cref="Stopwatch.GetTimestamp"/>).</summary>
    public long SentAt { get; private set; }

    /// <summary>Delivers to one recipient and waits until the server has taken it. No line of a corpus message begins with a dot.</summary>
    public void Deliver(string recipient, MailMessage message)
    {
        _wire.Send(Encoding.ASCII.GetBytes($"MAIL FROM:<bounce@example.com>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n"));
        Expect("250");
        Expect("250");
        Expect("354");
        _wire.Send(message.Header, message.Body, End);
        SentAt = Stopwatch.GetTimestamp();
        Expect("250");
    }

    public void Dispose()
    {
        _wire.Send("QUIT\r\n"u8);
        _wire.Dispose();
    }

    private void Expect(string code)
    {
        string line;
        do
        {
            line = Encoding.ASCII.GetString(_wire.ReadLine());
            if (!line.StartsWith(code, StringComparison.Ordinal))
            {
                throw new IOException($"LMTP: {code} was expected, {line} came");
            }
        }
        while (line.Length > 3 && line[3] == '-');
    }
}
