using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>
/// Which mailboxes ESEARCH searches (RFC 7377 section 2.2): each once, in the order in which they were named. What is not there,
/// or not for this session, is passed over.
/// </summary>
internal static class EsearchSources
{
    public static async ValueTask<IReadOnlyList<MailboxView>> FindAsync(
        ImapSession session, IReadOnlyList<SearchSource> sources, CancellationToken cancel)
    {
        if (sources.Count == 0)
        {
            return [session.Selected!.View];
        }
        await session.Services.Indexes.RefreshAsync(session.AccountId, cancel).ConfigureAwait(false);
        MailboxList list = session.Scope.Limit(
            await session.Services.Storage.ListMailboxesAsync(session.AccountId, cancel).ConfigureAwait(false));
        var seen = new HashSet<(AccountId, MailboxId)>();
        var found = new List<MailboxView>();
        foreach (SearchSource source in sources)
        {
            foreach (MailboxView view in await OneAsync(session, list, source, cancel).ConfigureAwait(false))
            {
                if (seen.Add((view.Account, view.Id)))
                {
                    found.Add(view);
                }
            }
        }
        return found;
    }

    private static async ValueTask<IEnumerable<MailboxView>> OneAsync(
        ImapSession session, MailboxList list, SearchSource source, CancellationToken cancel)
    {
        switch (source.Kind)
        {
            case SearchSourceKind.Selected:
                return [session.Selected!.View];
            case SearchSourceKind.Inboxes:
                return Own(session, list.Mailboxes.Where(m => m.Name.IsInbox));
            case SearchSourceKind.Personal:
                return Own(session, list.Mailboxes);
            case SearchSourceKind.Subscribed:
                return await NamedAsync(session, [.. list.Subscriptions.Order().Select(s => s.Value)], cancel).ConfigureAwait(false);
            case SearchSourceKind.Mailboxes:
                return await NamedAsync(session, source.Mailboxes, cancel).ConfigureAwait(false);
            default:
                bool one = source.Kind == SearchSourceKind.SubtreeOne;
                var trees = new List<MailboxView>();
                foreach (string text in source.Mailboxes)
                {
                    trees.AddRange(await NamedAsync(session, [text], cancel).ConfigureAwait(false));
                    if (MailboxName.TryCreate(text, out MailboxName? name, out _))
                    {
                        trees.AddRange(Own(session, list.Mailboxes.Where(m => one ? name.Equals(m.Name.Parent) : m.Name.IsBelow(name))));
                    }
                }
                return trees;
        }
    }

    private static IEnumerable<MailboxView> Own(ImapSession session, IEnumerable<MailboxInfo> mailboxes) =>
        mailboxes.Select(m => MailboxView.Own(session, m));

    private static async ValueTask<List<MailboxView>> NamedAsync(ImapSession session, IReadOnlyList<string> names, CancellationToken cancel)
    {
        var found = new List<MailboxView>();
        foreach (string name in names)
        {
            (MailboxView? mailbox, _) = await MailboxArgument.FindAsync(session, name, isTarget: false, cancel).ConfigureAwait(false);
            if (mailbox is not null)
            {
                found.Add(mailbox);
            }
        }
        return found;
    }
}
