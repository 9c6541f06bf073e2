using Port143.Mail;

namespace Port143.Storage.Index;

/// <summary>
/// Where one session stands in a mailbox's log. It has two marks, because IMAP forbids EXPUNGE during FETCH, STORE and
/// SEARCH: <c>Expunged &lt;= Head</c>. Pure: it knows no engine and no wire.
/// </summary>
public sealed class MailboxCursor
{
    private readonly HashSet<long> _toldChanges = [];

    /// <summary>Makes a cursor at a point of the log.</summary>
    /// <param name="head">Everything up to here is known to the client.</param>
    /// <param name="numbers">The messages that the client knows.</param>
    public MailboxCursor(long head, SequenceMap numbers)
    {
        Head = Expunged = head;
        Numbers = numbers;
    }

    /// <summary>The MODSEQ up to which new messages and flags were told to this client.</summary>
    public long Head { get; private set; }

    /// <summary>The MODSEQ up to which expunges were told to this client.</summary>
    public long Expunged { get; private set; }

    /// <summary>The client's sequence numbers, as of <see cref="Expunged"/>.</summary>
    public SequenceMap Numbers { get; }

    /// <summary>
    /// Says that the client knows everything one change did to flags, because it asked for it; <see cref="WasTold"/> then
    /// keeps the news from being told again.
    /// </summary>
    public void Told(long modSeq)
    {
        if (modSeq > Head)
        {
            _toldChanges.Add(modSeq);
        }
    }

    /// <summary>
    /// The same where the client knows the mailbox as it was right before the change: the cursor moves past it, and the news need
    /// not look at it any more. False, and nothing happens, where other changes came before.
    /// </summary>
    public bool TryPass(long modSeq)
    {
        if (modSeq != Head + 1)
        {
            return false;
        }
        Expunged = Expunged == Head ? modSeq : Expunged;
        Head = modSeq;
        return true;
    }

    /// <summary>Whether <see cref="Told"/> was called for this change.</summary>
    public bool WasTold(long modSeq) => _toldChanges.Contains(modSeq);

    /// <summary>Moves <see cref="Head"/> forward, after the news up to there were told.</summary>
    public void MoveHead(long head)
    {
        Head = Math.Max(Head, head);
        _toldChanges.RemoveWhere(m => m <= Head);
    }

    /// <summary>Moves <see cref="Expunged"/> forward, after the expunges up to there were told.</summary>
    public void MoveExpunged(long modSeq) => Expunged = Math.Min(Math.Max(Expunged, modSeq), Head);
}
