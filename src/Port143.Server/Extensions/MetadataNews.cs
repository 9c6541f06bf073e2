using System.Text;
using Port143.Mail;
using Port143.Server.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Extensions;

/// <summary>
/// METADATA responses that nobody asked for, without values (RFC 5464 section 4.4.2): to a session that enabled them, about
/// what others set or removed.
/// </summary>
internal static class MetadataNews
{
    /// <summary>Begins to tell the session, from now on: of its own account, and of those that share mailboxes with it.</summary>
    public static async ValueTask EnableAsync(ImapSession session, CancellationToken cancel)
    {
        await EnableAsync(session, session.AccountId, cancel).ConfigureAwait(false);
        if (session.Scope.SeesOthers)
        {
            foreach (Account owner in await session.Services.Directory.ListSharersAsync(session.Account!.Address, cancel).ConfigureAwait(false))
            {
                await EnableAsync(session, owner.Id, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Begins to tell the session of the mailboxes of one account.</summary>
    public static async ValueTask EnableAsync(ImapSession session, AccountId account, CancellationToken cancel)
    {
        if (session.Metadata.All(c => c.Account != account))
        {
            AnnotationLogPage end = await session.Services.Storage.ReadAnnotationLogAsync(account, long.MaxValue, cancel).ConfigureAwait(false);
            session.Metadata = [.. session.Metadata, new MetadataCursor(account, end.Head) { MayHaveNews = true }];
            // What changed before this raised no flag: the log is read once more.
            session.Services.MetadataWatch.Add(account, session);
        }
    }

    /// <summary>Writes the news.</summary>
    public static async ValueTask PublishAsync(ImapSession session, CancellationToken cancel)
    {
        foreach (MetadataCursor cursor in session.Metadata)
        {
            if (cursor.MayHaveNews)
            {
                cursor.MayHaveNews = false;
                await PublishAsync(session, cursor, cancel).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask PublishAsync(ImapSession session, MetadataCursor cursor, CancellationToken cancel)
    {
        IReadOnlyList<MailboxView>? mailboxes = null;
        bool isLast = false;
        while (!isLast)
        {
            AnnotationLogPage page = await session.Services.Storage.ReadAnnotationLogAsync(cursor.Account, cursor.Head, cancel)
                .ConfigureAwait(false);
            foreach (IGrouping<MailboxId?, ChangedAnnotation> changes in page.Changes
                .Where(c => !cursor.IsOwn(c.Number) && (c.Owner is null || c.Owner == session.AccountId)).GroupBy(c => c.Mailbox))
            {
                mailboxes ??= await ReadMailboxesAsync(session, cursor.Account, cancel).ConfigureAwait(false);
                if (changes.Key is not { } id)
                {
                    // Those of another account as a whole are its own.
                    if (cursor.Account == session.AccountId && IsWanted(session, null))
                    {
                        Write(session, "", changes);
                    }
                }
                else if (mailboxes.FirstOrDefault(m => m.Id == id) is { } mailbox && mailbox.Has(CommandRights.GetMetadata)
                    && IsWanted(session, mailbox.Name))
                {
                    Write(session, mailbox.Name.Value, changes);
                }
            }
            cursor.Move(page.Head);
            isLast = page.IsLast;
        }
    }

    // The mailboxes of an account under the names that they have in the session.
    private static async ValueTask<IReadOnlyList<MailboxView>> ReadMailboxesAsync(ImapSession session, AccountId account, CancellationToken cancel)
    {
        MailboxList list = await MailboxArgument.ListAsync(session, account, cancel).ConfigureAwait(false);
        if (account == session.AccountId)
        {
            return [.. list.Mailboxes.Select(m => MailboxView.Own(session, m))];
        }
        return await session.Services.Directory.FindAsync(account, cancel).ConfigureAwait(false) is { } owner
            ? [.. list.Mailboxes.Select(m => MailboxView.Others(session, owner, m)).OfType<MailboxView>()]
            : [];
    }

    // A client that asked for them by NOTIFY is told what it asked for; one that enabled METADATA everything.
    private static bool IsWanted(ImapSession session, MailboxName? mailbox) =>
        !session.MetadataByNotify || session.Notifications is { } notifications && notifications.TellsMetadata(mailbox);

    private static void Write(ImapSession session, string mailbox, IEnumerable<ChangedAnnotation> changes)
    {
        session.Writer.Raw("* METADATA "u8).Mailbox(mailbox);
        foreach (ChangedAnnotation change in changes)
        {
            session.Writer.Space().AString(Encoding.ASCII.GetBytes(change.Entry));
        }
        session.Writer.CrLf();
    }
}
