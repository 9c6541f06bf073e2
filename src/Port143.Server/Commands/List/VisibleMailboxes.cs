using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.List;

/// <summary>
/// The mailboxes that a session may look up, its own and others', as one list in its own names. Others' have no special use
/// here: no client is to file its drafts among another's.
/// </summary>
internal sealed class VisibleMailboxes
{
    private readonly Dictionary<MailboxName, MailboxView> _views;

    private VisibleMailboxes(Dictionary<MailboxName, MailboxView> views, IEnumerable<MailboxName> subscriptions)
    {
        _views = views;
        List = new MailboxList(
            views.Values.Select(v => v.IsOwn ? v.Info : v.Info with { Name = v.Name, SpecialUse = SpecialUse.None }), subscriptions);
    }

    /// <summary>
    /// Names and subscriptions. A mailbox found here by name is known by <see cref="Find"/>; its id is one of its owner's.
    /// </summary>
    public MailboxList List { get; }

    /// <summary>The mailbox with a name, or null.</summary>
    public MailboxView? Find(MailboxName name) => _views.GetValueOrDefault(name);

    /// <summary>Reads the lists. Others' accounts are looked at only if some pattern can match a name of theirs.</summary>
    public static async ValueTask<VisibleMailboxes> ReadAsync(
        ImapSession session, IReadOnlyList<MailboxPattern> patterns, CancellationToken cancel)
    {
        MailboxList own = await MailboxArgument.ListAsync(session, session.AccountId, cancel).ConfigureAwait(false);
        var views = new Dictionary<MailboxName, MailboxView>();
        foreach (MailboxInfo mailbox in own.Mailboxes)
        {
            views.Add(mailbox.Name, MailboxView.Own(session, mailbox));
        }
        if (session.Scope.SeesOthers && patterns.Any(p => p.MayMatchBelow(SharedNamespace.Top)))
        {
            await AddOthersAsync(session, views, cancel).ConfigureAwait(false);
        }
        return new VisibleMailboxes(views, own.Subscriptions);
    }

    private static async ValueTask AddOthersAsync(ImapSession session, Dictionary<MailboxName, MailboxView> views, CancellationToken cancel)
    {
        foreach (Account owner in await session.Services.Directory.ListSharersAsync(session.Account!.Address, cancel).ConfigureAwait(false))
        {
            MailboxList list = await MailboxArgument.ListAsync(session, owner.Id, cancel).ConfigureAwait(false);
            foreach (MailboxInfo mailbox in list.Mailboxes)
            {
                if (MailboxView.Others(session, owner, mailbox) is { } view && view.Has(CommandRights.List))
                {
                    views.TryAdd(view.Name, view);
                }
            }
        }
    }
}
