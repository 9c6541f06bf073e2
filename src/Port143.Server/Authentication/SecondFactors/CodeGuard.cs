using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Bounds the guessing of codes by somebody who has the password: five wrong ones in ten minutes, then none is looked at until the
/// oldest is ten minutes old. A client that goes on sending a code which was right once does not guess and is not counted.
/// Bounded in size: only who knows a password gets in here. Thread-safe.
/// </summary>
internal sealed class CodeGuard(TimeProvider time)
{
    /// <summary>How many wrong codes an account may have within <see cref="Window"/>.</summary>
    public const int Limit = 5;

    private const int Remembered = 16;

    /// <summary>How long a wrong code counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Dictionary<AccountId, Codes> _accounts = [];
    private readonly Lock _gate = new();

    /// <summary>Whether a code, by a hash of it, was right lately; then it is used up.</summary>
    public bool WasRight(AccountId account, int code)
    {
        lock (_gate)
        {
            return _accounts.TryGetValue(account, out Codes? codes) && codes.Right.Contains(code);
        }
    }

    /// <summary>
    /// Whether another code may be looked at. It counts as wrong until <see cref="NoteRight"/>, so that many at once are no way
    /// around the limit.
    /// </summary>
    public bool TryBegin(AccountId account)
    {
        lock (_gate)
        {
            if (!_accounts.TryGetValue(account, out Codes? codes))
            {
                _accounts[account] = codes = new Codes();
            }
            while (codes.Wrong.TryPeek(out long oldest) && time.GetElapsedTime(oldest) >= Window)
            {
                codes.Wrong.Dequeue();
            }
            if (codes.Wrong.Count >= Limit)
            {
                return false;
            }
            codes.Wrong.Enqueue(time.GetTimestamp());
            return true;
        }
    }

    /// <summary>The code was right: nobody is guessing.</summary>
    public void NoteRight(AccountId account, int code)
    {
        lock (_gate)
        {
            Codes codes = _accounts[account];
            codes.Wrong.Clear();
            if (codes.Right.Count == Remembered)
            {
                codes.Right.Dequeue();
            }
            codes.Right.Enqueue(code);
        }
    }

    private sealed class Codes
    {
        public Queue<long> Wrong { get; } = new();

        public Queue<int> Right { get; } = new();
    }
}
