using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>Counts the sessions of each account.</summary>
internal sealed class AccountSessions(int limit)
{
    private readonly Dictionary<AccountId, int> _counts = [];

    /// <summary>Counts one more; false when the account has its fill.</summary>
    public bool TryEnter(AccountId account)
    {
        lock (_counts)
        {
            int count = _counts.GetValueOrDefault(account);
            if (count >= limit)
            {
                return false;
            }
            _counts[account] = count + 1;
            return true;
        }
    }

    /// <summary>Counts one less.</summary>
    public void Leave(AccountId account)
    {
        lock (_counts)
        {
            if (--_counts[account] == 0)
            {
                _counts.Remove(account);
            }
        }
    }

    /// <summary>The accounts that have sessions.</summary>
    public IReadOnlyList<AccountId> Accounts
    {
        get
        {
            lock (_counts)
            {
                return [.. _counts.Keys];
            }
        }
    }
}
