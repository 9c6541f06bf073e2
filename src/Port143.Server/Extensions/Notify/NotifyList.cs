using Port143.Mail;
using Port143.Server.Commands.List;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Extensions.Notify;

/// <summary>
/// The mailboxes that a session can LIST, and its subscriptions, at one moment: a mailbox that comes into view is told as one that
/// was made, and one that goes out of it as one that was deleted (RFC 5465 section 5.4).
/// </summary>
internal sealed class NotifyList
{
    private static readonly MailboxPattern[] Everything = [new MailboxPattern("", "*")];

    private readonly VisibleMailboxes _visible;
    private readonly HashSet<(AccountId, MailboxId)> _ids;

    private NotifyList(VisibleMailboxes visible)
    {
        _visible = visible;
        Mailboxes = [.. visible.List.Mailboxes.Select(m => visible.Find(m.Name)!)];
        _ids = [.. Mailboxes.Select(m => (m.Account, m.Id))];
    }

    public IReadOnlyList<MailboxView> Mailboxes { get; }

    public IReadOnlySet<MailboxName> Subscriptions => _visible.List.Subscriptions;

    /// <summary>What is visible now.</summary>
    public static async ValueTask<NotifyList> ReadAsync(ImapSession session, CancellationToken cancel) =>
        new(await VisibleMailboxes.ReadAsync(session, Everything, cancel).ConfigureAwait(false));

    public MailboxView? Find(MailboxName name) => _visible.Find(name);

    /// <summary>Whether a mailbox is visible, under whatever name.</summary>
    public bool Has(MailboxView mailbox) => _ids.Contains((mailbox.Account, mailbox.Id));

    /// <summary>Whether a name is one of the user's own, be it there or not.</summary>
    public bool IsPersonal(MailboxName name) => Find(name)?.IsOwn ?? !SharedNamespace.IsReserved(name);

    public bool IsSubscribed(MailboxName name) => Subscriptions.Contains(name);

    /// <summary>A name as LIST tells it.</summary>
    public ListEntry Entry(MailboxName name) =>
        new(name, _visible.List.Find(name), IsSubscribed(name), Mailboxes.Any(m => m.Name.IsBelow(name)));
}
