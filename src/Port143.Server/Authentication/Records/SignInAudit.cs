using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// What the audit trail gets of sign-ins: the first of its kind at once, and those that follow within the hour as one entry with
/// their number when it is over. Kinds beyond a thousand refused ones an hour share an entry, so that an attack from many
/// addresses fills no disk. Not thread-safe.
/// </summary>
internal sealed class SignInAudit
{
    private const int MaxKinds = 1_000;
    private const int MaxGoodKinds = 50_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<Kind, Tally> _tallies = [];
    private int _refusedKinds;

    public void Note(Account? account, string network, string by, string cause, DateTimeOffset now)
    {
        var kind = new Kind(account?.Id, account?.Address.Value ?? "", network, by, cause);
        if (!_tallies.ContainsKey(kind) && (cause.Length == 0 ? _tallies.Count >= MaxGoodKinds : _refusedKinds >= MaxKinds))
        {
            kind = new Kind(null, "", "many", by, cause);
        }
        if (!_tallies.TryGetValue(kind, out Tally? tally))
        {
            _tallies[kind] = tally = new Tally(now);
            _refusedKinds += cause.Length == 0 ? 0 : 1;
        }
        tally.Count++;
    }

    /// <summary>The entries that are due.</summary>
    public IReadOnlyCollection<AuditNote> Take(DateTimeOffset now, bool everything)
    {
        List<AuditNote> notes = [];
        List<Kind>? over = null;
        foreach ((Kind kind, Tally tally) in _tallies)
        {
            bool isOver = everything || now - tally.Since >= Hour || now < tally.Since;
            if (tally.Count > 0 && (isOver || !tally.IsTold))
            {
                notes.Add(Describe(kind, tally));
                tally.IsTold = true;
                tally.Count = 0;
            }
            if (isOver)
            {
                (over ??= []).Add(kind);
            }
        }
        foreach (Kind kind in over ?? [])
        {
            _tallies.Remove(kind);
            _refusedKinds -= kind.Cause.Length == 0 ? 0 : 1;
        }
        return notes;
    }

    private static AuditNote Describe(Kind kind, Tally tally)
    {
        string times = tally.Count == 1 && !tally.IsTold ? "" : tally.IsTold ? $" times={tally.Count} within the hour" : $" times={tally.Count}";
        string cause = kind.Cause.Length == 0 ? "" : $" cause={kind.Cause}";
        return new AuditNote(
            "server", cause.Length == 0 ? "sign-in" : "sign-in-refused", kind.Account, kind.Address, $"ip={kind.Network} by={kind.By}{cause}{times}");
    }

    private readonly record struct Kind(AccountId? Account, string Address, string Network, string By, string Cause);

    private sealed class Tally(DateTimeOffset since)
    {
        public DateTimeOffset Since { get; } = since;

        public bool IsTold { get; set; }

        public long Count { get; set; }
    }
}
