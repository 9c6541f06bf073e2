using Port143.Mail;
using Port143.Server.Extensions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Sessions;

/// <summary>The mailbox that a session has selected, and where the session stands in its log.</summary>
internal sealed class SelectedMailbox(MailboxView view, MailboxIndex index, MailboxCursor cursor, bool readOnly)
{
    /// <summary>What the list says of it, and what this session may do with it; follows the list (SelectedAccess).</summary>
    public MailboxView View { get; set; } = view;

    /// <summary>The list that <see cref="View"/> was made of; the same object as long as nothing changed.</summary>
    public MailboxList? List { get; set; }

    /// <summary>What this session may do with it (RFC 4314); nothing but reading where EXAMINE selected it.</summary>
    public MailboxRights Rights => ReadOnly ? View.Rights & MailboxRights.Read : View.Rights;

    /// <summary>Who has <c>\Seen</c> of his own here: as it was when the mailbox was selected, even if the setting changes.</summary>
    public AccountId? Reader => Index.Reader;

    /// <summary>The account that it belongs to; not always the one that signed in.</summary>
    public AccountId Account => View.Account;

    public MailboxIndex Index { get; } = index;

    public MailboxCursor Cursor { get; } = cursor;

    /// <summary>Whether EXAMINE selected it.</summary>
    public bool ReadOnly { get; } = readOnly;

    public SequenceMap Numbers => Cursor.Numbers;

    /// <summary>The UIDs that this session was told as \Recent (IMAP4rev1).</summary>
    public UidSet Recent { get; set; } = UidSet.Empty;

    /// <summary>The result of SEARCH RETURN (SAVE), which <c>$</c> stands for (RFC 5182); as UIDs.</summary>
    public UidSet SavedResult { get; set; } = UidSet.Empty;

    /// <summary>The searches that are kept up to date (RFC 5267).</summary>
    public SearchContexts Contexts { get; } = new();

    /// <summary>
    /// The latest reset of keys for URLs that the client was told of, or that is not about this mailbox (<see cref="UrlKeyResets"/>).
    /// </summary>
    public long UrlKeyReset { get; set; }

    /// <summary>
    /// The MODSEQ after which changes of flags were not told, because the client did not want them; null when it was told all.
    /// </summary>
    public long? FlagsOwedAfter { get; set; }

    /// <summary>The batches that the client asked for.</summary>
    public BatchRequests Batches { get; } = new();

    /// <summary>How many keywords the client was told of.</summary>
    public int KnownKeywords { get; set; }
}
