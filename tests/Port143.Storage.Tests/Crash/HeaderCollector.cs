using System.Text;

namespace Port143.Storage.Tests.Crash;

/// <summary>Reads the ledger's id out of each header.</summary>
internal sealed class HeaderCollector : IContentVisitor
{
    public List<string> Ids { get; } = [];

    public bool Visit(int index, in ContentRow row)
    {
        Assert.True(row.Found, "a message without a content");
        Ids.Add(Encoding.ASCII.GetString(row.Header.Slice("X-Ledger: ".Length, 32)));
        return true;
    }
}
