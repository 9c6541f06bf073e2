namespace Port143.Mail;

/// <summary>
/// The flags of one message as bits (RFC 9051 section 2.3.2). Bits 0-4 are the system flags of <see cref="SystemFlag"/>;
/// bit <c>5 + n</c> is keyword number n of the mailbox's own keyword list (<see cref="MaxKeywords"/> at most).
/// </summary>
/// <param name="Low">Bits 0-63.</param>
/// <param name="High">Bits 64-127.</param>
public readonly record struct FlagSet(ulong Low, ulong High = 0)
{
    /// <summary>The number of bits that system flags take.</summary>
    public const int SystemFlagCount = 5;

    /// <summary>How many keywords one mailbox can have; further ones are refused with NO [LIMIT].</summary>
    public const int MaxKeywords = 128 - SystemFlagCount;

    /// <summary>No flags.</summary>
    public static readonly FlagSet None;

    /// <summary><c>\Seen</c> alone.</summary>
    public static readonly FlagSet Seen = Of(SystemFlag.Seen);

    /// <summary><c>\Deleted</c> alone.</summary>
    public static readonly FlagSet Deleted = Of(SystemFlag.Deleted);

    /// <summary>The flags that somebody with these rights may change (RFC 4314 section 4).</summary>
    public static FlagSet ChangeableWith(MailboxRights rights)
    {
        FlagSet others = new FlagSet(ulong.MaxValue, ulong.MaxValue) - Seen - Deleted;
        return ((rights & MailboxRights.Seen) != 0 ? Seen : None)
            | ((rights & MailboxRights.DeleteMessages) != 0 ? Deleted : None)
            | ((rights & MailboxRights.Write) != 0 ? others : None);
    }

    /// <summary>Whether no flag is set.</summary>
    public bool IsEmpty => (Low | High) == 0;

    /// <summary>The set of one system flag.</summary>
    public static FlagSet Of(SystemFlag flag) => new(1UL << (int)flag);

    /// <summary>The set of one keyword, by its number in the mailbox's keyword list.</summary>
    public static FlagSet OfKeyword(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)MaxKeywords);
        int bit = number + SystemFlagCount;
        return bit < 64 ? new FlagSet(1UL << bit) : new FlagSet(0, 1UL << (bit - 64));
    }

    /// <summary>Whether a system flag is set.</summary>
    public bool Has(SystemFlag flag) => (Low >> (int)flag & 1) != 0;

    /// <summary>Whether the keyword with this number is set.</summary>
    public bool HasKeyword(int number) => !(this & OfKeyword(number)).IsEmpty;

    /// <summary>Union.</summary>
    public static FlagSet operator |(FlagSet a, FlagSet b) => new(a.Low | b.Low, a.High | b.High);

    /// <summary>Intersection.</summary>
    public static FlagSet operator &(FlagSet a, FlagSet b) => new(a.Low & b.Low, a.High & b.High);

    /// <summary>Difference: <paramref name="a"/> without <paramref name="b"/>.</summary>
    public static FlagSet operator -(FlagSet a, FlagSet b) => new(a.Low & ~b.Low, a.High & ~b.High);
}
