using Port143.Mail;

namespace Port143.Storage.Index;

/// <summary>Which messages a STORE changes, and which it may not: gathered from rows in UID order.</summary>
/// <param name="removed">The flags to be taken away.</param>
/// <param name="added">The flags to be set, after that.</param>
/// <param name="unchangedSince">Messages with a MODSEQ above this are refused.</param>
/// <param name="mostRows">How many rows are kept one by one.</param>
internal sealed class StoreTargets(FlagSet removed, FlagSet added, long unchangedSince, int mostRows)
{
    private readonly UidSetBuilder _changed = new();
    private readonly UidSetBuilder _modified = new();
    private readonly List<MessageRow> _rows = [];

    /// <summary>Whether more messages change than rows are kept.</summary>
    public bool AreMany { get; private set; }

    /// <summary>Whether nothing changes.</summary>
    public bool AreNone => _changed.IsEmpty;

    /// <summary>The rows that change, as they are before; not all of them if <see cref="AreMany"/>.</summary>
    public IReadOnlyList<MessageRow> Rows => _rows;

    /// <summary>Whether a message would change, or be refused. Takes notice of it; true when <see cref="Keep"/> wants its row.</summary>
    public bool Consider(uint uid, long modSeq, FlagSet flags)
    {
        if (modSeq > unchangedSince)
        {
            _modified.Add(uid);
            return false;
        }
        if (((flags - removed) | added) == flags)
        {
            return false;
        }
        _changed.Add(uid);
        return !AreMany;
    }

    /// <summary>Keeps the row of a message that changes.</summary>
    public void Keep(in MessageRow row)
    {
        if (_rows.Count == mostRows)
        {
            AreMany = true;
            return;
        }
        _rows.Add(row);
    }

    /// <summary>The messages that change.</summary>
    public UidSet Changed() => _changed.Build();

    /// <summary>The messages that are refused.</summary>
    public UidSet Modified() => _modified.Build();
}
