using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage.Threading;

/// <summary>
/// What THREAD (RFC 5256 section 3) asks of the messages of a mailbox, in UID order. Message ids and base subjects are numbers: the
/// same for equal ones, so that threading compares no text and looks nothing up. Immutable; catching up makes a new one.
/// </summary>
public sealed class ThreadColumn : IKeyColumn
{
    private readonly uint[] _uids;
    private readonly ThreadRow[] _rows;
    private readonly int[] _references;

    internal ThreadColumn(uint[] uids, ThreadRow[] rows, int[] references, ThreadNumbers numbers, uint through)
    {
        (_uids, _rows, _references, Numbers, Through) = (uids, rows, references, numbers, through);
        (Ids, Subjects) = (numbers.Ids, numbers.Subjects);
        Weight = 256 + uids.Length * (4L + 40 + LatestAnswers<ThreadOutline>.Most * ThreadOutline.WeightOfMessage)
            + references.Length * 4L + numbers.Weight;
    }

    /// <summary>The messages that are here, in UID order; some of them may be expunged already.</summary>
    public ReadOnlySpan<uint> Uids => _uids;

    /// <summary>How many message ids there are numbers for, from 0: those of messages and those that are only referred to.</summary>
    public int Ids { get; }

    /// <summary>How many base subjects there are numbers for; 0 is the empty one.</summary>
    public int Subjects { get; }

    /// <summary>The threads that were made of these messages lately.</summary>
    public LatestAnswers<ThreadOutline> Outlines { get; } = new();

    int IKeyColumn.Count => _uids.Length;

    uint IKeyColumn.Through => Through;

    long IKeyColumn.Weight => Weight;

    internal uint Through { get; }

    internal ThreadNumbers Numbers { get; }

    internal ReadOnlySpan<ThreadRow> Rows => _rows;

    internal ReadOnlySpan<int> AllReferences => _references;

    internal long Weight { get; }

    /// <summary>What is known of the message at a place.</summary>
    public ref readonly ThreadRow Row(int place) => ref _rows[place];

    /// <summary>The numbers of the references of the message at a place, the oldest first.</summary>
    public ReadOnlySpan<int> References(int place) =>
        _references.AsSpan(_rows[place].FirstReference, _rows[place].References);

    /// <summary>The places of these messages, in UID order; those that are not here are left out.</summary>
    public int[] PlacesOf(UidSet uids)
    {
        var places = new int[(int)Math.Min(uids.UidCount, _uids.Length)];
        int count = 0, from = 0;
        foreach (UidRange range in uids.Ranges)
        {
            int at = _uids.AsSpan(from).BinarySearch(range.First);
            for (from += at < 0 ? ~at : at; from < _uids.Length && _uids[from] <= range.Last; from++)
            {
                places[count++] = from;
            }
        }
        return count == places.Length ? places : places[..count];
    }
}
