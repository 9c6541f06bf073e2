using System.Text;
using MimeKit;
using Port143.Load.Corpus;

namespace Port143.Tests.Load;

public sealed class MailCorpusTests
{
    private const string Recipient = "u0001@example.org";

    [Fact]
    public void The_same_seed_gives_the_same_octets_and_another_seed_others()
    {
        var first = new MailCorpus(3);
        var second = new MailCorpus(3);
        var other = new MailCorpus(4);
        foreach (long number in (long[])[2500, 0, 77, 1, 99_999])
        {
            Assert.Equal(Octets(first.Message(number, Recipient)), Octets(second.Message(number, Recipient)));
            Assert.NotEqual(Octets(first.Message(number, Recipient)), Octets(other.Message(number, Recipient)));
        }
        Assert.Equal(new SmallMail(3).Message(5, rare: false), new SmallMail(3).Message(5, rare: false));
    }

    [Fact]
    public void Sizes_are_those_of_real_mail()
    {
        var corpus = new MailCorpus(8);
        int[] sizes = [.. Enumerable.Range(0, 2000).Select(i => corpus.Message(i, Recipient).Size).Order()];
        Assert.InRange(sizes[1000], 7_000, 10_000);
        Assert.InRange(sizes.Average(), 20_000, 30_000);
        Assert.InRange(sizes[1980], 60_000, 400_000);
        Assert.InRange(sizes[^1], 1_000_000, 6_000_000);
        Assert.InRange(new SmallMail(1).Message(123_456, rare: true).Length, 950, 1200);
    }

    [Fact]
    public void Messages_are_well_formed_unique_and_need_no_dot_stuffing()
    {
        var corpus = new MailCorpus(5);
        var ids = new HashSet<string>();
        int multipart = 0, attachments = 0, encoded = 0, answers = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] octets = Octets(corpus.Message(i, Recipient));
            string text = Encoding.Latin1.GetString(octets);
            Assert.EndsWith("\r\n", text);
            string[] lines = text[..^2].Split("\r\n");
            Assert.DoesNotContain(lines, l => l.StartsWith('.') || l.Length > 998 || l.Contains('\n') || l.Contains('\r') || l.Contains('\0'));
            MimeMessage message = MimeMessage.Load(new MemoryStream(octets));
            Assert.True(ids.Add(message.MessageId!), message.MessageId);
            Assert.NotEmpty(message.From);
            Assert.InRange(message.Date, new DateTimeOffset(2020, 12, 31, 0, 0, 0, default), new DateTimeOffset(2021, 2, 1, 0, 0, 0, default));
            multipart += message.Body is Multipart ? 1 : 0;
            attachments += message.Attachments.Any() ? 1 : 0;
            encoded += text.Contains("=?utf-8?B?", StringComparison.Ordinal) ? 1 : 0;
            answers += message.References.Count > 0 ? 1 : 0;
        }
        Assert.InRange(multipart, 200, 320);
        Assert.InRange(attachments, 40, 140);
        Assert.InRange(encoded, 200, 400);
        Assert.InRange(answers, 140, 260);
    }

    [Fact]
    public void Searches_have_the_hits_they_are_named_for()
    {
        var corpus = new MailCorpus(8);
        int rareSubject = 0, commonSubject = 0, rareFrom = 0, rareBody = 0, commonBody = 0;
        for (int i = 0; i < 2000; i++)
        {
            MailMessage message = corpus.Message(i, Recipient);
            string subject = MimeMessage.Load(new MemoryStream(message.Header)).Subject!;
            string header = Encoding.UTF8.GetString(message.Header), body = Encoding.UTF8.GetString(message.Body);
            rareSubject += Has(subject, Markers.InsideSubject);
            commonSubject += Has(subject, Markers.CommonSubject);
            rareFrom += Has(header, "From: " + Markers.RareFrom) + Has(header, Convert.ToBase64String(Encoding.UTF8.GetBytes(Markers.RareFrom))[..^4]);
            rareBody += Has(body, Markers.InsideBody);
            commonBody += Has(body, Markers.CommonBody);
        }
        Assert.Equal(1, rareSubject);
        Assert.InRange(commonSubject, 300, 700);
        Assert.Equal(2, rareFrom);
        Assert.Equal(2, rareBody);
        Assert.InRange(commonBody, 800, 1200);

        static int Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
    }

    private static byte[] Octets(MailMessage message) => [.. message.Header, .. message.Body];
}
