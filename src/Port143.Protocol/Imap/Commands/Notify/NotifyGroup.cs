using Port143.Protocol.Imap.Commands.Fetch;

namespace Port143.Protocol.Imap.Commands.Notify;

/// <summary>Some mailboxes and the events to tell of them (event-group, RFC 5465 section 8).</summary>
/// <param name="Filter">Which mailboxes.</param>
/// <param name="Mailboxes">The names of <see cref="NotifyFilter.Subtree"/> and <see cref="NotifyFilter.Mailboxes"/>.</param>
/// <param name="Events">The events; none for NONE.</param>
/// <param name="Items">What to tell of a new message in the selected mailbox.</param>
public sealed record NotifyGroup(
    NotifyFilter Filter, IReadOnlyList<string> Mailboxes, NotifyEvents Events, IReadOnlyList<FetchItem> Items);
