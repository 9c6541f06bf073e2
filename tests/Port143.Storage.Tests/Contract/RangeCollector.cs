namespace Port143.Storage.Tests.Contract;

/// <summary>Copies ranges of each text that it is shown, and remembers what it was shown of the rest.</summary>
internal sealed class RangeCollector(Func<int, IEnumerable<Range>> ranges) : IContentVisitor
{
    public List<(bool Found, bool IsLarge, byte[] Header, List<byte[]> Ranges)> Seen { get; } = [];

    public bool Visit(int index, in ContentRow row)
    {
        var copies = new List<byte[]>();
        if (row.Found && !row.IsLarge)
        {
            foreach (Range range in ranges(index))
            {
                byte[] copy = new byte[range.End.Value - range.Start.Value];
                row.CopyText(range.Start.Value, copy);
                copies.Add(copy);
            }
        }
        Seen.Add((row.Found, row.IsLarge, row.Header.ToArray(), copies));
        return true;
    }
}
