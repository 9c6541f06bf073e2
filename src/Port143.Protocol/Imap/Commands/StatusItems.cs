namespace Port143.Protocol.Imap.Commands;

/// <summary>What STATUS can tell of a mailbox (RFC 9051 section 6.3.11).</summary>
[Flags]
public enum StatusItems
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>MESSAGES: the number of messages.</summary>
    Messages = 1,

    /// <summary>RECENT (RFC 3501 section 6.3.10).</summary>
    Recent = 2,

    /// <summary>UIDNEXT: the next UID to be given.</summary>
    UidNext = 4,

    /// <summary>UIDVALIDITY.</summary>
    UidValidity = 8,

    /// <summary>UNSEEN: the number of messages without <c>\Seen</c>.</summary>
    Unseen = 16,

    /// <summary>SIZE: the octets of all messages (RFC 8438).</summary>
    Size = 32,

    /// <summary>DELETED: the number of messages with <c>\Deleted</c>.</summary>
    Deleted = 64,

    /// <summary>HIGHESTMODSEQ (RFC 7162 section 3.1.7); turns CONDSTORE on.</summary>
    HighestModSeq = 128,

    /// <summary>APPENDLIMIT (RFC 7889 section 3.3).</summary>
    AppendLimit = 256,

    /// <summary>MAILBOXID (RFC 8474 section 4.3).</summary>
    MailboxId = 512,

    /// <summary>DELETED-STORAGE: the octets of the messages with <c>\Deleted</c> (RFC 9208 section 4.1.4).</summary>
    DeletedStorage = 1024,
}
