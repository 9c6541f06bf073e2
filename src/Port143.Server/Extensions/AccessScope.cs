using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Authentication;
using Port143.Server.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Extensions;

/// <summary>
/// What a session may do in its account: everything, or what its device password allows. A scope that reads only opens every
/// mailbox as EXAMINE does; one of single mailboxes sees no other. Commands that a scope does not know are refused: a new one
/// has to be let in here.
/// </summary>
internal sealed class AccessScope
{
    /// <summary>The whole account.</summary>
    public static readonly AccessScope Everything = new(false, []);

    private static readonly HashSet<string> Reading =
    [
        "CAPABILITY", "NOOP", "LOGOUT", "ID", "ENABLE", "SELECT", "EXAMINE", "LIST", "LSUB", "RLIST", "RLSUB", "NAMESPACE", "STATUS", "IDLE", "CHECK",
        "CLOSE", "UNSELECT", "SEARCH", "UID SEARCH", "FETCH", "UID FETCH", "SORT", "UID SORT", "THREAD", "UID THREAD", "ESEARCH",
        "COMPARATOR", "COMPRESS", "UNAUTHENTICATE", "LANGUAGE", "MYRIGHTS", "NOTIFY", "UIDBATCHES",
    ];

    // What reads anywhere in the account.
    private static readonly HashSet<string> ReadingAnywhere =
        [.. Reading, "GETMETADATA", "GETQUOTA", "GETQUOTAROOT", "MYRIGHTS", "ESEARCH", "NOTIFY", "COMPARATOR", "CANCELUPDATE"];

    // What names at most mailboxes that MailboxArgument finds, or none.
    private static readonly HashSet<string> InMailboxes =
    [
        .. Reading, "APPEND", "EXPUNGE", "UID EXPUNGE", "STORE", "UID STORE", "COPY", "UID COPY", "MOVE", "UID MOVE", "REPLACE", "UID REPLACE",
    ];

    private readonly HashSet<MailboxId> _mailboxes;

    private AccessScope(bool readOnly, IEnumerable<MailboxId> mailboxes)
    {
        ReadOnly = readOnly;
        _mailboxes = [.. mailboxes];
    }

    /// <summary>Whether nothing may be changed.</summary>
    public bool ReadOnly { get; }

    /// <summary>Whether mailboxes of other users can be seen: not by a scope of single mailboxes, which are the account's own.</summary>
    public bool SeesOthers => _mailboxes.Count == 0;

    /// <summary>What remains of the rights to a mailbox.</summary>
    public MailboxRights Limit(MailboxRights rights) => ReadOnly ? rights & (MailboxRights.Lookup | MailboxRights.Read) : rights;

    /// <summary>The scope of a sign-in.</summary>
    public static AccessScope Of(SignInResult signedIn)
    {
        bool readOnly = signedIn.ReadOnly || signedIn.Device is { ReadOnly: true };
        IReadOnlyList<MailboxId> mailboxes = signedIn.Device?.Mailboxes ?? [];
        return readOnly || mailboxes.Count > 0 ? new AccessScope(readOnly, mailboxes) : Everything;
    }

    /// <summary>The refusal of a command by its name in the command table, or null.</summary>
    public CommandResult? Refuse(string command) =>
        ReadOnly && !ReadingAnywhere.Contains(command)
            ? CommandResult.No("You have signed in with a password that may only read", ResponseCode.NoPerm)
            : _mailboxes.Count > 0 && !InMailboxes.Contains(command)
            ? CommandResult.No("You have signed in with a password for single mailboxes, which cannot do this", ResponseCode.NoPerm)
            : null;

    /// <summary>The mailboxes that may be seen, of those that there are.</summary>
    public MailboxList Limit(MailboxList list)
    {
        if (_mailboxes.Count == 0)
        {
            return list;
        }
        List<MailboxInfo> seen = [.. list.Mailboxes.Where(m => _mailboxes.Contains(m.Id))];
        return new MailboxList(seen, list.Subscriptions.Where(s => seen.Exists(m => m.Name.Equals(s))));
    }
}
