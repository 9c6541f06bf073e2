using Port143.Mail;

namespace Port143.Storage.Index;

/// <summary>What happened to a mailbox since a cursor.</summary>
/// <param name="State">The head that the news reach.</param>
/// <param name="Count">How many messages there are at that head.</param>
/// <param name="Changed">Rows added or changed, in UID order.</param>
/// <param name="Expunged">UIDs expunged; null when memory does not reach back that far.</param>
public sealed record IndexNews(MailboxState State, int Count, IReadOnlyList<MessageRow> Changed, UidSet? Expunged);
