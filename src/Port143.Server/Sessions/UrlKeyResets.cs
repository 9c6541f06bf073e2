using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>
/// Which keys for URLs were reset since the server began, so that every session of the account that has the mailbox selected can
/// be told (RFC 4467, RESETKEY). A number that grows for each mailbox, and one for all of an account.
/// </summary>
internal sealed class UrlKeyResets
{
    private readonly Dictionary<(AccountId Account, MailboxId? Mailbox), long> _numbers = [];
    private long _last;

    /// <summary>The number of the latest reset of all; while it stands still, there is nothing to look up.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>A key was reset, or, without a mailbox, all keys of the account were. Returns the number of it.</summary>
    public long Add(AccountId account, MailboxId? mailbox)
    {
        lock (_numbers)
        {
            _numbers[(account, mailbox)] = _last + 1;
            Volatile.Write(ref _last, _last + 1);
            return _last;
        }
    }

    /// <summary>Whether the key of the mailbox was reset after the one with this number.</summary>
    public bool HasAfter(long number, AccountId account, MailboxId mailbox)
    {
        lock (_numbers)
        {
            return _numbers.GetValueOrDefault((account, mailbox)) > number || _numbers.GetValueOrDefault((account, null)) > number;
        }
    }
}
