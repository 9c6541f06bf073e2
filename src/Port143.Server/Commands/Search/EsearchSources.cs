using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>
/// Which mailboxes ESEARCH searches (RFC 7377 section 2.2): each once, in the order in which they were named. What is not there,
/// or not for this session to read, is passed over.
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
        // Others' lists are read only where a tree reaches into them.
        VisibleMailboxes visible = await VisibleMailboxes.ReadAsync(
            session, [.. sources.SelectMany(TreesOf).Select(t => new MailboxPattern(t, "*"))], cancel).ConfigureAwait(false);
        var seen = new HashSet<(AccountId, MailboxId)>();
        var found = new List<MailboxView>();
        foreach (SearchSource source in sources)
        {
            foreach (MailboxView view in await OneAsync(session, visible, source, cancel).ConfigureAwait(false))
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
        ImapSession session, VisibleMailboxes visible, SearchSource source, CancellationToken cancel)
    {
        switch (source.Kind)
        {
            case SearchSourceKind.Selected:
                return [session.Selected!.View];
            case SearchSourceKind.Inboxes:
                return Readable(visible).Where(v => v.IsOwn && v.Name.IsInbox);
            case SearchSourceKind.Personal:
                return Readable(visible).Where(v => v.IsOwn);
            case SearchSourceKind.Subscribed:
                return await NamedAsync(session, [.. visible.List.Subscriptions.Order().Select(s => s.Value)], cancel).ConfigureAwait(false);
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
                        trees.AddRange(Readable(visible).Where(v => one ? name.Equals(v.Name.Parent) : v.Name.IsBelow(name)));
                    }
                }
                return trees;
        }
    }

    private static IReadOnlyList<string> TreesOf(SearchSource source) =>
        source.Kind is SearchSourceKind.Subtree or SearchSourceKind.SubtreeOne ? source.Mailboxes : [];

    // In the order of LIST. What is not named by the client it must be able to look up, too; that VisibleMailboxes sees to.
    private static IEnumerable<MailboxView> Readable(VisibleMailboxes visible) =>
        visible.List.Mailboxes.Select(m => visible.Find(m.Name)!).Where(v => v.Has(MailboxRights.Read));

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
