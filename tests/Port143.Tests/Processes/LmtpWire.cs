using System.Text;

namespace Port143.Tests.Processes;

/// <summary>An LMTP client on top of <see cref="Wire"/>, which reads its lines.</summary>
internal static class LmtpWire
{
    public static async Task<Wire> ConnectAsync(int port)
    {
        Wire wire = await Wire.ConnectAsync(port);
        Assert.StartsWith("220 ", wire.Greeting);
        await wire.SendAsync("LHLO test.example\r\n");
        await ReadReplyAsync(wire);
        return wire;
    }

    /// <summary>Delivers, and gives the reply for each recipient.</summary>
    public static async Task<IReadOnlyList<string>> DeliverAsync(Wire wire, ReadOnlyMemory<byte> message, params string[] recipients)
    {
        await wire.SendAsync("MAIL FROM:<sender@example.net>\r\n" + string.Concat(recipients.Select(r => $"RCPT TO:<{r}>\r\n")) + "DATA\r\n");
        Assert.StartsWith("250", await ReadReplyAsync(wire));
        foreach (string recipient in recipients)
        {
            string reply = await ReadReplyAsync(wire);
            Assert.True(reply.StartsWith("250", StringComparison.Ordinal), $"{recipient}: {reply}");
        }
        Assert.StartsWith("354", await ReadReplyAsync(wire));
        string text = Encoding.Latin1.GetString(message.Span).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await wire.SendAsync((text.StartsWith('.') ? "." + text : text) + ".\r\n");
        var replies = new List<string>();
        while (replies.Count < recipients.Length)
        {
            replies.Add(await ReadReplyAsync(wire));
        }
        return replies;
    }

    // The last line of a reply.
    private static async Task<string> ReadReplyAsync(Wire wire)
    {
        string line;
        do
        {
            line = await wire.ReadLineAsync();
        }
        while (line.Length > 3 && line[3] == '-');
        return line;
    }
}
