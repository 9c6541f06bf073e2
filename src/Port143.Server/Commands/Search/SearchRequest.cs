using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Server.Commands.Search;

/// <summary>What SEARCH and SORT ask in the selected mailbox.</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the answer is in UIDs.</param>
/// <param name="Returns">The return options; null for the answer without ESEARCH.</param>
/// <param name="Key">What to look for.</param>
/// <param name="Order">The order of SORT; null for that of the mailbox.</param>
internal sealed record SearchRequest(string Tag, bool Uid, SearchReturns? Returns, SearchKey Key, SortOrder? Order)
{
    /// <summary>The command, for its responses.</summary>
    public string Name => Order is null ? "SEARCH" : "SORT";
}
