using Port143.Storage.Formats;

namespace Port143.Storage.Tests.Formats;

public sealed class CorpusTests
{
    [Theory]
    [InlineData("ham", 2500)]
    [InlineData("newsletters", 250)]
    [InlineData("spam", 500)]
    public void Real_mail_is_counted_and_survives_the_round_trip(string name, int count)
    {
        using var reader = new MboxReader(Corpus.Mbox(name), name);
        var file = new MemoryStream();
        var writer = new MboxWriter(file);
        var messages = new List<byte[]>();
        while (reader.Next())
        {
            messages.Add(reader.ReadMessage());
            Assert.NotNull(reader.Date);
            writer.Write(new MemoryStream(messages[^1]), "", reader.Date.Value);
        }
        writer.Flush();
        Assert.Equal(count, messages.Count);
        using var again = new MboxReader(file, name);
        List<byte[]> read = again.ReadAll();
        Assert.Equal(count, read.Count);
        for (int i = 0; i < count; i++)
        {
            Assert.True(messages[i].AsSpan().SequenceEqual(read[i]));
        }
    }
}
