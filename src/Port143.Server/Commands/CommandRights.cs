using Port143.Mail;

namespace Port143.Server.Commands;

/// <summary>
/// Which right each command needs: the table of RFC 4314 section 4, and nothing but it. What it calls optional is here too:
/// the rights to flags, of which a command does what it may.
/// </summary>
internal static class CommandRights
{
    public const MailboxRights List = MailboxRights.Lookup;

    public const MailboxRights Subscribe = MailboxRights.Lookup;

    public const MailboxRights Select = MailboxRights.Read;

    public const MailboxRights Status = MailboxRights.Read;

    /// <summary>GETMETADATA, and SETMETADATA below /private: those are the reader's own (RFC 5464 section 3.3).</summary>
    public const MailboxRights GetMetadata = MailboxRights.Lookup | MailboxRights.Read;

    /// <summary>SETMETADATA below /shared, which every reader sees.</summary>
    public const MailboxRights SetSharedMetadata = MailboxRights.Write;

    public const MailboxRights Append = MailboxRights.Insert;

    /// <summary>In the mailbox that messages are copied to; APPEND, COPY and MOVE are alike there.</summary>
    public const MailboxRights CopyTo = MailboxRights.Insert;

    /// <summary>In the mailbox that messages leave: what STORE \Deleted and EXPUNGE need (RFC 6851 section 4.4).</summary>
    public const MailboxRights MoveFrom = MailboxRights.DeleteMessages | MailboxRights.Expunge;

    /// <summary>In the nearest mailbox above the new one.</summary>
    public const MailboxRights CreateBelow = MailboxRights.Create;

    public const MailboxRights Delete = MailboxRights.Delete;

    /// <summary>For the mailbox that gets another name; the mailbox above that name needs <see cref="CreateBelow"/>.</summary>
    public const MailboxRights Rename = MailboxRights.Delete;

    public const MailboxRights Expunge = MailboxRights.Expunge;

    /// <summary>SETACL, DELETEACL, GETACL, LISTRIGHTS.</summary>
    public const MailboxRights Acl = MailboxRights.Administer;

    /// <summary>MYRIGHTS: any one of these.</summary>
    public const MailboxRights MyRightsAny = MailboxRights.Lookup | MailboxRights.Read | MailboxRights.Insert
        | MailboxRights.Create | MailboxRights.Delete | MailboxRights.Administer;

    /// <summary>The rights that let somebody change something, so that the mailbox is READ-WRITE (section 5.2).</summary>
    public const MailboxRights ReadWriteAny =
        MailboxRights.Insert | MailboxRights.Expunge | MailboxRights.Write | MailboxRights.DeleteMessages | MailboxRights.Seen;

    /// <summary>Any of these lets somebody change some flags (STORE).</summary>
    public const MailboxRights StoreAny = MailboxRights.Seen | MailboxRights.DeleteMessages | MailboxRights.Write;

    /// <summary>The right that a flag needs.</summary>
    public static MailboxRights ForFlag(string flag) =>
        SystemFlags.TryParse(flag, out SystemFlag system) ? ForFlag(system) : MailboxRights.Write;

    /// <summary>The right that a system flag needs.</summary>
    public static MailboxRights ForFlag(SystemFlag flag) => flag switch
    {
        SystemFlag.Seen => MailboxRights.Seen,
        SystemFlag.Deleted => MailboxRights.DeleteMessages,
        _ => MailboxRights.Write,
    };

    /// <summary>Those of the flags that somebody with these rights may set (STORE, APPEND, COPY).</summary>
    public static IReadOnlyList<string> MayChange(IReadOnlyList<string> flags, MailboxRights rights) =>
        (rights & StoreAny) == StoreAny ? flags : [.. flags.Where(f => (rights & ForFlag(f)) != 0)];
}
