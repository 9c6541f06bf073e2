using System.Text;
using CsCheck;
using Port143.Protocol.Lmtp;

namespace Port143.Protocol.Tests.Lmtp;

public sealed class LmtpPropertyTests
{
    private const string Session =
        "LHLO client.test\r\nMAIL FROM:<a@x.test> SIZE=20\r\nRCPT TO:<b@y.test>\r\nRCPT TO:<unknown@y.test>\r\n"
        + "RCPT TO:<full@y.test>\r\nDATA\r\nSubject: x\r\n\r\n.\rx\r\n..\r\n.\r\r\n\n.\n\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<c@y.test>\r\n"
        + "BDAT 7\r\nA: b\r\n\rBDAT 4 LAST\r\n\n.\r\nNO\nOP\r\nDATA\r\nNOOP\r\nRSET\r\nQUIT\r\n";

    [Fact]
    public void Every_split_of_a_session_gives_the_same_transcript()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Session);
        string whole = new LmtpDriver().Send(bytes).Transcript();
        for (int i = 1; i < bytes.Length; i++)
        {
            Assert.Equal(whole, new LmtpDriver().Send(bytes.AsSpan(0, i)).Send(bytes.AsSpan(i)).Transcript());
        }
        for (int step = 1; step < 8; step++)
        {
            var driver = new LmtpDriver();
            for (int at = 0; at < bytes.Length; at += step)
            {
                driver.Send(bytes.AsSpan(at, Math.Min(step, bytes.Length - at)));
            }
            Assert.Equal(whole, driver.Transcript());
        }
    }

    [Fact]
    public void What_is_dot_stuffed_comes_out_as_it_was()
    {
        Gen<string> lines = OneOf(".", "..", "\r\n", "\n", "\r", "x", ".x", "\r\n.", "hello").Array[0, 30].Select(string.Concat);
        Gen.Select(lines, Gen.Int[1, 9]).Sample((message, step) =>
        {
            if (message.Length > 0 && !message.EndsWith("\r\n", StringComparison.Ordinal))
            {
                message += "\r\n";
            }
            string stuffed = message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
            stuffed = (stuffed.StartsWith('.') ? "." : "") + stuffed + ".\r\nNOOP\r\n";
            ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(stuffed);
            var reader = default(DotReader);
            var taken = new StringBuilder();
            bool ended = false;
            while (!ended && !rest.IsEmpty)
            {
                ReadOnlySpan<byte> piece = rest[..Math.Min(step, rest.Length)];
                int before = piece.Length;
                while (!ended && !piece.IsEmpty)
                {
                    ended = reader.Read(ref piece, out ReadOnlySpan<byte> data);
                    taken.Append(Encoding.ASCII.GetString(data));
                }
                rest = rest[(before - piece.Length)..];
            }
            return ended && taken.ToString() == message && rest.SequenceEqual("NOOP\r\n"u8);
        });
    }

    [Fact]
    public void Any_bytes_are_answered_without_an_exception()
    {
        Gen<string> tokens = OneOf(
            "LHLO x", "MAIL FROM:", "RCPT TO:", "<a@b>", "<", ">", "\"", "\\", "@", ",", ":", "[", "]", " ", "\r\n", "\r", "\n", "DATA\r\n",
            "BDAT 3", " LAST", ".\r\n", "RSET\r\n", "QUIT\r\n", "SIZE=5", "\u00ff", "\0", "Postmaster", "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\n");
        tokens.Array[0, 40].Select(string.Concat).Sample(text => { new LmtpDriver().Send(text); });
    }

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
