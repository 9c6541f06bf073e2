using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Gathers sign-ins, good and refused, for the histories of the accounts and for the audit trail, and writes them together every
/// few seconds: no sign-in waits for the disk. A crash loses the last of them. Those that are alike become one row. Bounded,
/// whatever an attacker sends. Thread-safe.
/// </summary>
internal sealed class SignInRecorder(ISignInRecords records, TimeProvider time)
{
    private const int MaxWaiting = 2_000;

    private readonly SignInAudit _audit = new();
    private readonly Lock _gate = new();
    private Dictionary<(AccountId Account, string Network, string By, string Cause), SignInRecord> _waiting = [];

    /// <summary>A sign-in came to its end.</summary>
    /// <param name="account">The account; null when there is none of the name that was given.</param>
    /// <param name="client">Who.</param>
    /// <param name="by">With what, such as <c>device:ID</c>.</param>
    /// <param name="cause">Why it was refused, a word of <see cref="SignInLog"/>; empty when it was not.</param>
    public void Note(Account? account, ClientInfo client, string by, string cause)
    {
        DateTimeOffset now = time.GetUtcNow();
        string network = ClientNetworks.Name(client.Address);
        lock (_gate)
        {
            _audit.Note(account, network, by, cause, now);
            if (account is null)
            {
                return;
            }
            var key = (account.Id, network, by, cause);
            string address = client.Address?.ToString() ?? "unix";
            if (_waiting.TryGetValue(key, out SignInRecord? known))
            {
                _waiting[key] = known with { Address = address, Last = now, Count = known.Count + 1 };
            }
            else if (_waiting.Count < MaxWaiting || cause.Length == 0 && _waiting.Count < 2 * MaxWaiting)
            {
                _waiting[key] = new SignInRecord(account.Id, network, address, by, cause, now, now, 1);
            }
        }
    }

    /// <summary>Writes what has gathered; at the end everything, with what the audit trail would still have added up.</summary>
    public async ValueTask FlushAsync(bool everything, CancellationToken cancel)
    {
        IReadOnlyCollection<SignInRecord> signIns;
        IReadOnlyCollection<AuditNote> notes;
        lock (_gate)
        {
            notes = _audit.Take(time.GetUtcNow(), everything);
            signIns = _waiting.Values;
            if (signIns.Count == 0 && notes.Count == 0)
            {
                return;
            }
            _waiting = [];
        }
        await records.RecordAsync(signIns, notes, cancel).ConfigureAwait(false);
    }
}
