using System.Diagnostics;
using MimeKit;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

/// <summary>Real and odd mail: everything holds, and the structure is what another parser sees.</summary>
[Collection(nameof(MeasuredTests))]
public sealed class DigestCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("ham.mbox.gz", 2500)]
    [InlineData("newsletters.mbox.gz", 250)]
    [InlineData("spam.mbox.gz", 500)]
    public void Real_mail_holds_and_agrees_with_another_parser(string name, int count)
    {
        List<byte[]> messages = CorpusFiles.Mbox(name);
        Assert.InRange(messages.Count, count - 5, count);
        int differ = 0;
        foreach (byte[] message in messages)
        {
            MessageDigest digest = DigestAssert.Holds(message);
            string ours = Describe(digest.Parts);
            string theirs = Describe(message);
            if (ours != theirs)
            {
                differ++;
                output.WriteLine($"ours   {ours}\ntheirs {theirs}\n{System.Text.Encoding.Latin1.GetString(message)[..Math.Min(300, message.Length)]}\n");
            }
        }
        output.WriteLine($"{messages.Count} messages, {differ} differ");
        Assert.True(differ <= count / 50, $"{differ} of {messages.Count} differ");
    }

    [Fact]
    public void Odd_mail_holds()
    {
        List<(string Name, byte[] Bytes)> messages = CorpusFiles.Torture();
        Assert.True(messages.Count > 100);
        int differ = 0;
        foreach ((string name, byte[] bytes) in messages)
        {
            MessageDigest digest = DigestAssert.Holds(bytes);
            string ours = Describe(digest.Parts);
            string theirs = Describe(bytes);
            if (ours != theirs)
            {
                differ++;
                output.WriteLine($"{name}\nours   {ours}\ntheirs {theirs}\n");
            }
        }
        output.WriteLine($"{messages.Count} messages, {differ} differ");
    }

    [Fact]
    public void Figures_of_throughput_and_memory()
    {
        List<byte[]> messages = CorpusFiles.Mbox("ham.mbox.gz");
        long bytes = messages.Sum(m => (long)m.Length);
        foreach (byte[] message in messages)
        {
            MessageDigest.Build(message);
        }
        double best = double.MaxValue;
        long allocated = 0;
        for (int round = 0; round < 12; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            foreach (byte[] message in messages)
            {
                MessageDigest.Build(message);
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / messages.Count;
        }
        double stored = messages.Average(m => MessageDigest.Build(m).Parts.Serialize().Length);
        output.WriteLine($"{bytes / best / 1e6:F0} MB/s, {messages.Count / best:F0} messages/s, {allocated} bytes allocated and {stored:F0} bytes of part table per message of {bytes / messages.Count} bytes");
        Assert.True(allocated < 15_000, $"{allocated} bytes per message");
    }

    [Fact]
    public void Figures_of_search()
    {
        List<byte[]> messages = CorpusFiles.Mbox("ham.mbox.gz");
        List<PartTable> parts = [.. messages.Select(m => MessageDigest.Build(m).Parts)];
        foreach (string needle in new[] { "nowhere to be found", "n\u00efrgendwo" })
        {
            var matcher = new Port143.Storage.Search.TextMatcher(needle);
            double best = double.MaxValue;
            for (int round = 0; round < 5; round++)
            {
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < messages.Count; i++)
                {
                    Assert.False(matcher.MatchesText(messages[i], parts[i]));
                }
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            output.WriteLine($"{messages.Sum(m => (long)m.Length) / best / 1e6:F0} MB/s searched for {needle}");
        }
    }

    /// <summary>Types and body sizes of the leaves, in order.</summary>
    private static string Describe(PartTable parts) => string.Join(
        ' ', parts.All.ToArray().Where(p => !p.IsMultipart && !p.IsMessage).Select(p => $"{p.MediaType}/{p.MediaSubtype}:{p.BodyLength}"));

    private static string Describe(byte[] message)
    {
        var leaves = new List<string>();
        MimeMessage parsed = MimeMessage.Load(new MemoryStream(message));
        Walk(parsed.Body, leaves);
        return string.Join(' ', leaves);
    }

    private static void Walk(MimeEntity? entity, List<string> leaves)
    {
        switch (entity)
        {
            case Multipart multipart:
                foreach (MimeEntity child in multipart)
                {
                    Walk(child, leaves);
                }
                break;
            case MimeKit.MessagePart { Message: { } message }:
                Walk(message.Body, leaves);
                break;
            case MimePart part:
                long length = part.Content?.Stream?.Length ?? 0;
                ContentType type = part.ContentType ?? new ContentType("text", "plain");
                leaves.Add($"{type.MediaType.ToLowerInvariant()}/{type.MediaSubtype.ToLowerInvariant()}:{length}");
                break;
        }
    }
}
