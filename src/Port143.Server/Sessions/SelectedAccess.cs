using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Commands;
using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>
/// Keeps what a session may do with its selected mailbox in step with the mailbox's access control list. A change counts from
/// the next command on (RFC 4314 section 5.1.1): other flags can be changed then, or the session ends because the mailbox can
/// no longer be read.
/// </summary>
internal static class SelectedAccess
{
    /// <summary>Whether SELECT says READ-WRITE (RFC 4314 section 5.2).</summary>
    public static bool IsReadWrite(SelectedMailbox selected) =>
        (selected.Rights & CommandRights.ReadWriteAny & (selected.Reader is null ? MailboxRights.All : ~MailboxRights.Seen)) != 0;

    /// <summary>Whether the rights to the mailbox may have changed since they were looked at last.</summary>
    public static async ValueTask<bool> HasNewsAsync(ImapSession session, CancellationToken cancel) =>
        session.Selected is { } selected
        && !ReferenceEquals(await session.Services.Storage.ListMailboxesAsync(selected.Account, cancel).ConfigureAwait(false), selected.List);

    /// <summary>
    /// Whether the session has all these rights to its selected mailbox at this moment, without telling it what changed: for
    /// CLOSE, which works for a mailbox that can no longer be read.
    /// </summary>
    public static async ValueTask<bool> MayNowAsync(ImapSession session, MailboxRights needed, CancellationToken cancel)
    {
        if (session.Selected is not { ReadOnly: false } selected)
        {
            return false;
        }
        MailboxList list = await session.Services.Storage.ListMailboxesAsync(selected.Account, cancel).ConfigureAwait(false);
        return list.Find(selected.Index.Id) is { } info
            && (MailboxView.RightsOf(session, info, selected.View.Owner, selected.View.IsOwn) & needed) == needed;
    }

    /// <summary>Looks at the list, which costs nothing while it is the one seen last. False when the session must end.</summary>
    public static async ValueTask<bool> CheckAsync(ImapSession session, CancellationToken cancel)
    {
        if (session.Selected is not { } selected)
        {
            return true;
        }
        MailboxList list = await session.Services.Storage.ListMailboxesAsync(selected.Account, cancel).ConfigureAwait(false);
        if (ReferenceEquals(list, selected.List))
        {
            return true;
        }
        if (list.Find(selected.Index.Id) is not { } info)
        {
            return true; // deleted: the publisher says so
        }
        MailboxView before = selected.View;
        MailboxRights rights = MailboxView.RightsOf(session, info, before.Owner, before.IsOwn);
        if ((rights & MailboxRights.Read) == 0)
        {
            return false;
        }
        bool couldWrite = IsReadWrite(selected);
        MailboxRights mightBefore = selected.Rights;
        selected.View = before with
        {
            Info = info,
            Rights = rights,
            Name = before.IsOwn ? info.Name : SharedNamespace.TryName(before.Owner, info.Name) ?? before.Name,
        };
        selected.List = list;
        if (((mightBefore ^ selected.Rights) & CommandRights.StoreAny) != 0)
        {
            SelectResponses.WriteFlags(session.Writer, selected.Index.State, selected.Rights);
        }
        if (!selected.ReadOnly && couldWrite != IsReadWrite(selected))
        {
            // RFC 9051 section 7.1: the codes also say that access has changed while selected.
            session.Writer.Raw(couldWrite ? "* OK [READ-ONLY] Your rights have changed\r\n"u8 : "* OK [READ-WRITE] Your rights have changed\r\n"u8);
        }
        return true;
    }
}
