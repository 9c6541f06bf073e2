namespace Port143.Storage.Tests.Contract;

/// <summary>Copies all it is shown, and stops after a number of visits.</summary>
internal sealed class ContentCollector(int limit = int.MaxValue) : IContentVisitor
{
    public List<SeenContent> Seen { get; } = [];

    public bool Visit(int index, in ContentRow row)
    {
        Assert.Equal(Seen.Count, index);
        Seen.Add(new SeenContent(
            row.Found, row.Envelope.ToArray(), row.Body.ToArray(), row.BodyStructure.ToArray(), row.Parts.ToArray(),
            row.Preview.ToArray(), row.SentDate, row.Header.ToArray(), row.Text.ToArray(), row.IsLarge, row.Thread.ToArray()));
        return Seen.Count < limit;
    }
}
