using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>Where a session stands in an account's log of annotations, from ENABLE METADATA on (RFC 5464 section 4.4).</summary>
internal sealed class MetadataCursor(AccountId account, long head)
{
    private readonly HashSet<long> _own = [];
    private volatile bool _mayHaveNews;

    public AccountId Account => account;

    /// <summary>The number up to which changes were told.</summary>
    public long Head { get; private set; } = head;

    /// <summary>Raised when the log grew; lowered before it is read.</summary>
    public bool MayHaveNews
    {
        get => _mayHaveNews;
        set => _mayHaveNews = value;
    }

    /// <summary>Leaves out a change that the session made itself: only those of others are told.</summary>
    public void Skip(long number)
    {
        if (number > Head)
        {
            _own.Add(number);
        }
    }

    /// <summary>Whether the session made this change itself.</summary>
    public bool IsOwn(long number) => _own.Contains(number);

    /// <summary>Changes up to this number were told.</summary>
    public void Move(long number)
    {
        Head = number;
        _own.RemoveWhere(n => n <= number);
    }
}
