using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>
/// Keeps the directory's register of who shares with whom, which is only a hint where to look: the truth are the access
/// control lists. Someone is entered before he gets rights and struck out after he lost them, so that a crash in between
/// leaves a hint too many, never one too few.
/// </summary>
public static class Sharing
{
    /// <summary>
    /// Changes rights, and the register and the audit trail with them. Returns the result of the change.
    /// </summary>
    public static async ValueTask<MailboxResult> ChangeAsync(
        IMailStorage storage, IDirectory directory, AccountId owner, SetAclChange change, string actor, CancellationToken cancel)
    {
        if (change is { Mode: not AclMode.Remove, Rights: not MailboxRights.None, IsOwner: false, Identifier.IsNegative: false })
        {
            await directory.AddShareAsync(owner, change.Identifier.ToString(), cancel).ConfigureAwait(false);
        }
        MailboxResult result = await storage.CommitAsync(owner, change, cancel).ConfigureAwait(false);
        MailboxList list = await SyncAsync(storage, directory, owner, cancel).ConfigureAwait(false);
        if (result.Succeeded && await directory.FindAsync(owner, cancel).ConfigureAwait(false) is { } told)
        {
            string sign = change.Mode switch { AclMode.Add => "+", AclMode.Remove => "-", _ => "=" };
            await directory.NoteAsync(
                actor, "share", told,
                $"{list.Find(change.Mailbox)?.Name.Value}: {change.Identifier} {sign}{MailboxRightsText.ToLetters(change.Rights)}", cancel).ConfigureAwait(false);
        }
        return result;
    }

    /// <summary>Makes the register say what the access control lists of an account say. Returns the mailboxes.</summary>
    public static async ValueTask<MailboxList> SyncAsync(IMailStorage storage, IDirectory directory, AccountId owner, CancellationToken cancel)
    {
        MailboxList list = await storage.ListMailboxesAsync(owner, cancel).ConfigureAwait(false);
        var readers = new HashSet<string>();
        foreach (MailboxInfo mailbox in list.Mailboxes)
        {
            foreach (AclEntry entry in mailbox.Acl.Entries)
            {
                if (!entry.Identifier.IsNegative)
                {
                    readers.Add(entry.Identifier.ToString());
                }
            }
        }
        await directory.SetSharesAsync(owner, readers, cancel).ConfigureAwait(false);
        return list;
    }

    internal static ValueTask<MailboxList> SyncAsync(SessionServices services, AccountId owner, CancellationToken cancel) =>
        SyncAsync(services.Storage, services.Directory, owner, cancel);
}
