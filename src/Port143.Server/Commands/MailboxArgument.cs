using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>Turns the mailbox that a command names into one that exists, or into the refusal that says why not.</summary>
internal static class MailboxArgument
{
    /// <summary>A valid name; if it is not, <paramref name="refusal"/> says why.</summary>
    public static bool TryName(string text, out MailboxName name, out CommandResult refusal)
    {
        refusal = default;
        if (MailboxName.TryCreate(text, out MailboxName? made, out string? error))
        {
            name = made;
            return true;
        }
        name = MailboxName.Inbox;
        refusal = CommandResult.No($"That mailbox name cannot be: {error}", ResponseCode.Cannot);
        return false;
    }

    /// <summary>The mailbox of this name, or the refusal NO [NONEXISTENT] or, for targets of mail, NO [TRYCREATE].</summary>
    public static async ValueTask<(MailboxView? Mailbox, CommandResult Refusal)> FindAsync(
        ImapSession session, string text, bool isTarget, CancellationToken cancel)
    {
        // A name that cannot exist does not exist; a client may try to create it and learn why it cannot.
        if (MailboxName.TryCreate(text, out MailboxName? name, out _))
        {
            await session.Services.Indexes.RefreshAsync(session.AccountId, cancel).ConfigureAwait(false);
            MailboxList list = session.Scope.Limit(await session.Services.Storage.ListMailboxesAsync(session.AccountId, cancel).ConfigureAwait(false));
            if (list.Find(name) is { } mailbox)
            {
                return (new MailboxView(session.AccountId, mailbox, mailbox.Name), default);
            }
        }
        return (null, CommandResult.No("There is no such mailbox", isTarget ? ResponseCode.TryCreate : ResponseCode.NonExistent));
    }

    /// <summary>The reply to a change that was refused: the one mapping from failures to NO.</summary>
    public static CommandResult Refuse(ChangeFailure failure) => failure switch
    {
        ChangeFailure.NoMailbox or ChangeFailure.NoAccount => CommandResult.No("There is no such mailbox", ResponseCode.NonExistent),
        ChangeFailure.NoTarget => CommandResult.No("The target mailbox does not exist or cannot be made", ResponseCode.TryCreate),
        ChangeFailure.AlreadyExists => CommandResult.No("A mailbox of that name exists already", ResponseCode.AlreadyExists),
        ChangeFailure.IsInbox => CommandResult.No("INBOX cannot be deleted", ResponseCode.Cannot),
        ChangeFailure.TooManyKeywords => CommandResult.No($"A mailbox has at most {FlagSet.MaxKeywords} keywords", ResponseCode.Limit),
        ChangeFailure.UidsExhausted => CommandResult.No("The mailbox has no UIDs left; use another one", ResponseCode.Limit),
        ChangeFailure.SpecialUseTaken => CommandResult.No("Another mailbox has that special use", ResponseCode.UseAttr),
        ChangeFailure.TooManyAnnotations => CommandResult.No("The mailbox or the account has its fill of annotations", ResponseCode.MetadataTooMany),
        ChangeFailure.DiskFull => CommandResult.No("The disk of the server is full", ResponseCode.OverQuota),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}
