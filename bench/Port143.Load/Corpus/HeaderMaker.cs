using System.Globalization;
using System.Text;

namespace Port143.Load.Corpus;

/// <summary>Makes the header of each message: unique Message-ID and date, threads by References, some fields beyond ASCII.</summary>
internal sealed class HeaderMaker(ulong seed, Vocabulary vocabulary)
{
    private static readonly DateTime Beginning = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>When the message was sent: one in ten minutes, not quite in order.</summary>
    public DateTime Date(long number)
    {
        SeededRandom random = Stream(2, number);
        return Beginning.AddMinutes(number * 10 + random.Next(600)).AddSeconds(random.Next(60));
    }

    public byte[] Make(long number, string recipient, string bodyFields)
    {
        SeededRandom random = Stream(3, number);
        string date = Date(number).ToString("ddd, d MMM yyyy HH':'mm':'ss '+0000'", CultureInfo.InvariantCulture);
        string from = People.Pick(ref random, number % Markers.RareFromEvery == 33 ? Markers.RareFrom : null);
        var text = new StringBuilder(2200);
        text.Append("Return-Path: <bounce-").Append(number).Append("@example.com>\r\n");
        for (int hop = 0; hop < 3; hop++)
        {
            text.Append("Received: from relay").Append(random.Next(90)).Append(".example.net (relay.example.net [198.51.100.").Append(random.Next(255))
                .Append("])\r\n\tby mx").Append(hop).Append(".example.org (Postfix) with ESMTPS id ").Append(random.NextULong().ToString("X"))
                .Append("\r\n\tfor <").Append(recipient).Append(">; ").Append(date).Append("\r\n");
        }
        text.Append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=k1;\r\n\th=from:to:subject:date:message-id; bh=");
        Random64(text, ref random, 4);
        text.Append(";\r\n\tb=");
        Random64(text, ref random, 9);
        text.Append("\r\n\t ");
        Random64(text, ref random, 9);
        text.Append("\r\nAuthentication-Results: mx0.example.org; dkim=pass header.d=example.com;\r\n\tspf=pass smtp.mailfrom=example.com; dmarc=pass\r\n")
            .Append("From: ").Append(from).Append("\r\nTo: <").Append(recipient).Append('>');
        for (int extra = random.Next(4); extra > 0; extra--)
        {
            text.Append(",\r\n ").Append(People.Pick(ref random));
        }
        if (random.OneIn(4))
        {
            text.Append("\r\nCc: ").Append(People.Pick(ref random));
        }
        text.Append("\r\nSubject: ");
        Thread(text, number, out List<long> ancestors);
        text.Append("\r\nDate: ").Append(date).Append("\r\nMessage-ID: ").Append(MessageId(number));
        if (ancestors.Count > 0)
        {
            text.Append("\r\nIn-Reply-To: ").Append(MessageId(ancestors[0])).Append("\r\nReferences:");
            for (int i = ancestors.Count - 1; i >= 0; i--)
            {
                text.Append(i == ancestors.Count - 1 ? " " : "\r\n ").Append(MessageId(ancestors[i]));
            }
        }
        if (random.OneIn(3))
        {
            text.Append("\r\nList-Id: The crew <crew.lists.example>\r\nList-Unsubscribe: <mailto:crew-leave@lists.example>\r\nPrecedence: list");
        }
        text.Append("\r\nX-Mailer: Example Post ").Append(1 + random.Next(20)).Append(".0\r\nX-Spam-Status: No, score=-").Append(random.Next(6))
            .Append(".2 required=5.0\r\n\ttests=BAYES_00,DKIM_VALID,SPF_PASS\r\nX-Priority: ").Append(1 + random.Next(5))
            .Append("\r\nX-Campaign: c").Append(random.Next(10_000)).Append("\r\nMIME-Version: 1.0\r\n").Append(bodyFields).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // The subject, and the messages that this one answers, the nearest first.
    private void Thread(StringBuilder text, long number, out List<long> ancestors)
    {
        ancestors = [];
        for (long at = Parent(number); at >= 0 && ancestors.Count < 10; at = Parent(at))
        {
            ancestors.Add(at);
        }
        long root = ancestors.Count == 0 ? number : ancestors[^1];
        if (ancestors.Count > 0)
        {
            text.Append("Re: ");
        }
        SeededRandom random = Stream(5, root);
        if (number % Markers.RareSubjectEvery == 55)
        {
            text.Append(Markers.RareSubject).Append(' ');
        }
        if (random.OneIn(4))
        {
            text.Append(Markers.CommonSubject).Append(' ');
        }
        for (int words = 3 + random.Next(5); words > 0; words--)
        {
            text.Append(vocabulary.Pick(ref random)).Append(words == 1 ? "" : " ");
        }
        if (random.OneIn(6))
        {
            text.Append(' ').Append(People.Encode("für März"));
        }
    }

    // Half of the messages answer one of the fifty before them.
    private long Parent(long number)
    {
        SeededRandom random = Stream(6, number);
        return number < 10 || random.OneIn(2) ? -1 : number - 1 - random.Next((int)Math.Min(50, number));
    }

    private string MessageId(long number)
    {
        SeededRandom random = Stream(7, number);
        return $"<{random.NextULong():x}.{number}@{People.Domain(ref random)}>";
    }

    private static void Random64(StringBuilder text, ref SeededRandom random, int groups)
    {
        Span<byte> bytes = stackalloc byte[6];
        for (int i = 0; i < groups; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes, random.NextUInt());
            bytes[4] = (byte)random.NextUInt();
            bytes[5] = (byte)i;
            text.Append(Convert.ToBase64String(bytes));
        }
    }

    private SeededRandom Stream(ulong purpose, long number) => new(seed ^ purpose << 56, (ulong)number);
}
