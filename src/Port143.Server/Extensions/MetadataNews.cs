using System.Text;
using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Extensions;

/// <summary>
/// METADATA responses that nobody asked for, without values (RFC 5464 section 4.4.2): to a session that enabled them, about
/// what others set or removed.
/// </summary>
internal static class MetadataNews
{
    /// <summary>Begins to tell the session, from now on.</summary>
    public static async ValueTask EnableAsync(ImapSession session, CancellationToken cancel)
    {
        if (session.Metadata is null)
        {
            session.Services.MetadataWatch.Add(session);
            AnnotationLogPage end = await session.Services.Storage.ReadAnnotationLogAsync(session.AccountId, long.MaxValue, cancel)
                .ConfigureAwait(false);
            // What changed while the end was looked up raised no flag: the log is read once more.
            session.Metadata = new MetadataCursor(session.AccountId, end.Head) { MayHaveNews = true };
        }
    }

    /// <summary>Writes the news.</summary>
    public static async ValueTask PublishAsync(ImapSession session, CancellationToken cancel)
    {
        if (session.Metadata is not { MayHaveNews: true } cursor)
        {
            return;
        }
        cursor.MayHaveNews = false;
        MailboxList? list = null;
        bool isLast = false;
        while (!isLast)
        {
            AnnotationLogPage page = await session.Services.Storage.ReadAnnotationLogAsync(cursor.Account, cursor.Head, cancel)
                .ConfigureAwait(false);
            foreach (IGrouping<MailboxId?, ChangedAnnotation> changes in page.Changes
                .Where(c => !cursor.IsOwn(c.Number) && (c.Owner is null || c.Owner == session.AccountId)).GroupBy(c => c.Mailbox))
            {
                list ??= await session.Services.Storage.ListMailboxesAsync(cursor.Account, cancel).ConfigureAwait(false);
                if (changes.Key is not { } mailbox)
                {
                    if (IsWanted(session, null))
                    {
                        Write(session, "", changes);
                    }
                }
                else if (list.Find(mailbox) is { } info && IsWanted(session, info.Name))
                {
                    Write(session, info.Name.Value, changes);
                }
            }
            cursor.Move(page.Head);
            isLast = page.IsLast;
        }
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
