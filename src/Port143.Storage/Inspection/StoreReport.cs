namespace Port143.Storage.Inspection;

/// <summary>What an inspection of stores found.</summary>
public sealed class StoreReport
{
    /// <summary>How many problems are kept with their words; beyond, they are counted.</summary>
    public const int MaxProblems = 200;

    private readonly List<StoreProblem> _problems = [];

    /// <summary>How many accounts there are.</summary>
    public int Accounts { get; internal set; }

    /// <summary>How many of them were looked at.</summary>
    public int Inspected { get; internal set; }

    /// <summary>How many messages they have.</summary>
    public long Messages { get; internal set; }

    /// <summary>How many contents were read byte by byte; 0 for a quick inspection.</summary>
    public long Reread { get; internal set; }

    /// <summary>How many files in <c>bodies</c> belong to no message any more; the server deletes them after a day.</summary>
    public long Leftovers { get; internal set; }

    /// <summary>How many problems there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<StoreProblem> Problems => _problems;

    /// <summary>The account that is looked at now.</summary>
    internal string Folder { get; set; } = "";

    internal void Add(string kind, string place, string text)
    {
        Count++;
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(new StoreProblem(kind, Folder, place, text));
        }
    }
}
