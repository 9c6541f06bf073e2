using System.Buffers;
using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Grammar;
using Port143.Storage.Digest;
using Port143.Storage.Index;

namespace Port143.Bench;

/// <summary>The micro-benchmarks and their allocation budgets. A budget goes up only together with the reason why.</summary>
internal static class MicroBenchmarks
{
    public static IEnumerable<MicroBenchmark> All() =>
    [
        FrameAndParse("frame and parse NOOP", 200, "a1 NOOP\r\n"),
        FrameAndParse("frame and parse UID FETCH of a list view", 1000, "a1 UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)\r\n"),
        FrameAndParse("frame and parse STORE", 700, "a1 STORE 17 +FLAGS (\\Seen $Forwarded)\r\n"),
        FrameAndParse("frame and parse UID SEARCH with three keys", 900, "a1 UID SEARCH UNSEEN SINCE 1-Feb-2025 SUBJECT \"meeting\"\r\n"),
        FrameAndParse("frame and parse UID FETCH of 500 UIDs", 13_500, $"a1 UID FETCH {string.Join(',', Enumerable.Range(1, 500).Select(n => n * 3))} FLAGS\r\n"),
        WriteFlags(),
        Digest("digest a short message", 6_000, Message(20)),
        Digest("digest a message of 24 KB", 8_200, Message(400)),
        SelectHeaderFields(),
        MapNumbers(),
        ReadPartTable(),
    ];

    private static MicroBenchmark FrameAndParse(string name, long budget, string line)
    {
        var framer = new ImapFramer { Limits = FramerLimits.PostAuth, BodiesAllowed = true };
        byte[] bytes = Encoding.ASCII.GetBytes(line);
        return new MicroBenchmark(name, budget, () =>
        {
            var input = new ReadOnlySequence<byte>(bytes);
            if (framer.Read(ref input, out _) != FrameStep.MessageComplete
                || ImapGrammar.Parse(framer.Message, framer.BodyOffsets, default).Command is null)
            {
                throw new InvalidOperationException($"{name}: the line was not understood");
            }
        });
    }

    private static MicroBenchmark WriteFlags()
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        var writer = new ResponseWriter(output);
        return new MicroBenchmark("write 500 lines of UID and FLAGS", 0, () =>
        {
            output.ResetWrittenCount();
            for (uint number = 1; number <= 500; number++)
            {
                writer.Raw("* "u8).Number(number).Raw(" FETCH (UID "u8).Number(number * 2).Raw(" FLAGS (\\Seen \\Answered))\r\n"u8);
            }
            writer.Commit();
        });
    }

    private static MicroBenchmark Digest(string name, long budget, byte[] message) =>
        new(name, budget, () => MessageDigest.Build(message));

    private static MicroBenchmark SelectHeaderFields()
    {
        byte[] message = Message(20);
        byte[] header = message[..MessageDigest.Build(message).HeaderLength];
        string[] names = ["From", "To", "Subject", "Date", "Message-ID", "References"];
        var selector = new HeaderFieldSelector(names.Select(Encoding.ASCII.GetBytes), not: false);
        return new MicroBenchmark("select six header fields", 0, () => selector.Select(header));
    }

    private static MicroBenchmark MapNumbers()
    {
        uint[] uids = [.. Enumerable.Range(1, 100_000).Where(n => n % 100 != 0).Select(n => (uint)n)];
        var map = new SequenceMap(uids);
        return new MicroBenchmark("100 sequence numbers to UIDs and back, of 99,000", 0, () =>
        {
            for (uint number = 1; number < 99_000; number += 990)
            {
                if (map.NumberOf(map.UidOf(number)) != number)
                {
                    throw new InvalidOperationException("the map is wrong");
                }
            }
        });
    }

    private static MicroBenchmark ReadPartTable()
    {
        byte[] stored = MessageDigest.Build(Message(20)).Parts.Serialize();
        int[] path = [1];
        return new MicroBenchmark("read a part table and locate BODY[1]", 400, () =>
        {
            if (!PartTable.Deserialize(stored).TryLocate(path, SectionKind.All, out _, out _))
            {
                throw new InvalidOperationException("there is no part 1");
            }
        });
    }

    private static byte[] Message(int lines)
    {
        var text = new StringBuilder(
            "Return-Path: <alice@example.org>\r\nReceived: from mail.example.org by mx.example.net with ESMTP;\r\n\tMon, 3 Feb 2025 10:00:01 +0100\r\n"
            + "Date: Mon, 3 Feb 2025 10:00:00 +0100\r\nFrom: \"Alice Example\" <alice@example.org>\r\nTo: Bob <bob@example.net>, carol@example.net\r\n"
            + "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_aus_dem_Norden?=\r\nMessage-ID: <20250203.1@example.org>\r\nReferences: <20250201.7@example.org>\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"=-b1\"\r\n\r\n--=-b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        for (int i = 0; i < lines; i++)
        {
            text.Append("A line of plain text that says little.\r\n");
        }
        text.Append("--=-b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<p>A line</p>\r\n--=-b1--\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
