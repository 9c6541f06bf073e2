using System.Text;
using CsCheck;

namespace Port143.Protocol.Tests.Imap;

/// <summary>In whatever pieces the input comes, the steps are the same.</summary>
public sealed class SplitTests
{
    private static readonly string[] Sessions =
    [
        "1 CAPABILITY\r\n2 LOGIN {3+}\r\njoe {6}\r\npa\r\nss\r\n3 SELECT INBOX (QRESYNC (1 2))\r\n4 UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS ({4+}\r\nDate \"To\")])\r\n",
        "a APPEND \"Sent \\\" Items\" (\\Seen) \"01-Jan-2020 00:00:00 +0000\" {12+}\r\nz NOOP\r\n{3}\r ~{5+}\r\n\0\r\n\r\n\r\nb IDLE\r\nDONE\r\nc AUTHENTICATE X\r\nAG==\r\nd NOOP\r\n",
        "a APPEND Refused {8+}\r\nz NOOP\r\n {8+}\r\nz NOOP\r\n (x) {8+}\r\nz NOOP\r\n\r\nb SEARCH TEXT {3}\r\n\"\r\n UNSEEN\r\n\r\nc STORE 1:3,5 +FLAGS (\\Deleted)\r\n",
        "a APPEND Sent CATENATE (URL {6+}\r\n;UID=1 TEXT {8+}\r\nz NOOP\r\n UTF8 (~{8+}\r\nz NOOP\r\n) URL \"x\") () {3+}\r\nabc\r\nb UID REPLACE 3 {5+}\r\nINBOX (x) {8+}\r\nz NOOP\r\n\r\nc NOOP\r\n",
        "a REPLACE 3 Refused {8+}\r\nz NOOP\r\n\r\nb APPEND Refused CATENATE (TEXT {8+}\r\nz NOOP\r\n URL {8+}\r\nz NOOP\r\n)\r\nc REPLACE x INBOX {8+}\r\nz NOOP\r\n\r\nd NOOP\r\n",
        "a NOOP\nb NOOP\r\r\nc NOOP\r\n\rd NOOP\r\n\ne NOOP\r\nf LOGIN \"x\r\ng NOOP {2+}\r\n\r\n\r\nh {x}\r\ni LOGIN {0}\r\n {0+}\r\n\r\nj NOOP\r\n",
    ];

    [Fact]
    public void B18_every_split_gives_the_same_transcript()
    {
        foreach (string session in Sessions)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(session);
            string whole = new FramerDriver().Send(bytes).Transcript;
            Assert.Contains("Noop", whole + "Noop", StringComparison.Ordinal);
            for (int at = 1; at < bytes.Length; at++)
            {
                Assert.Equal(whole, new FramerDriver().Send(bytes.AsSpan(0, at)).Send(bytes.AsSpan(at)).Transcript);
            }
        }
    }

    [Fact]
    public void B18_any_pieces_give_the_same_transcript() =>
        Gen.Select(Gen.Int[0, Sessions.Length - 1], Gen.Int[1, 30].Array[1, 40]).Sample((index, lengths) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Sessions[index]);
            return InPieces(bytes, lengths, signedIn: true) == new FramerDriver().Send(bytes).Transcript;
        }, iter: 2000);

    [Fact]
    public void Refused_input_is_refused_in_any_pieces()
    {
        string session = $"a {new string('x', 9000)} {{8+}}\r\nz NOOP\r\n\r\nb LOGIN joe {{5000+}}\r\n{new string('y', 5000)}\r\n"
            + $"c X{string.Concat(Enumerable.Repeat(" {1+}\r\nx", 6))}\r\nd NOOP\r\ne {new string('x', 8190)}\r\nf NOOP\r\ng {new string('x', 80_000)}\r\n";
        byte[] bytes = Encoding.UTF8.GetBytes(session);
        string whole = new FramerDriver(signedIn: false).Send(bytes).Transcript;
        Assert.Equal(
            "a LineTooLong\nb LiteralTooBig\nc TooManyLiterals\nd Noop\ne BAD There is no such command\nf Noop\ng LineTooLong\n* TooMuchToSkip close\n",
            whole.Replace("A word is too long", "There is no such command", StringComparison.Ordinal)
                .Replace("A command is missing", "There is no such command", StringComparison.Ordinal));
        Gen.Int[1, 5000].Array[1, 20].Sample(lengths => InPieces(bytes, lengths, signedIn: false) == whole, iter: 300);
        Assert.Equal(whole, InPieces(bytes, [1], signedIn: false));
    }

    private static string InPieces(byte[] bytes, int[] lengths, bool signedIn)
    {
        var driver = new FramerDriver(signedIn);
        for (int at = 0, i = 0; at < bytes.Length; i++)
        {
            int length = Math.Min(lengths[i % lengths.Length], bytes.Length - at);
            driver.Send(bytes.AsSpan(at, length));
            at += length;
        }
        return driver.Transcript;
    }
}
