using System.Net;
using Microsoft.Extensions.Logging;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Slows down and then stops whoever guesses passwords, and nobody else. A wrong password counts once. One that comes from a
/// network where the account is at home slows down that account there, and never blocks the network or the account: the owner
/// mistyped, or has a phone with an old one. What counts otherwise counts for the account and for the networks around the
/// address. The same for accounts that do not exist. Thread-safe; bounded in memory; blocks outlive the process, counts do not.
/// </summary>
internal sealed class AttackLimiter
{
    private const int Capacity = 20_000;
    private const int MaxBlocks = 10_000;

    /// <summary>The longest that a client waits for its turn.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly AttackLimits _limits;
    private readonly ISignInRecords _records;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long _began;
    private readonly Lock _gate = new();
    private readonly RecentTable<IPNetwork, FailureCount>[] _networks = [.. ClientNetworks.Factors.Select(_ => new RecentTable<IPNetwork, FailureCount>(Capacity))];
    private readonly RecentTable<string, FailureCount> _accounts = new(Capacity);
    private readonly RecentTable<(string Account, string Network), FailureCount> _atHome = new(Capacity);
    private readonly RecentTable<(AccountId Account, string Network), DateTimeOffset> _familiar = new(Capacity);
    private readonly WrongPasswords _wrong = new(Capacity / 2);
    private readonly Dictionary<string, SignInBlock> _blocks = [];
    private readonly Dictionary<string, SignInBlock?> _unsaved = [];
    private readonly List<AuditNote> _notes = [];

    /// <summary>Makes a limiter with nothing counted and nothing blocked.</summary>
    public AttackLimiter(AttackLimits limits, ISignInRecords records, TimeProvider time, ILogger log)
    {
        _limits = limits;
        _records = records;
        _time = time;
        _log = log;
        _began = time.GetTimestamp();
    }

    // Far enough from zero that no window has begun before there was time.
    private TimeSpan Now => TimeSpan.FromDays(2) + _time.GetElapsedTime(_began);

    /// <summary>Takes up the blocks that a former process left.</summary>
    public async ValueTask LoadAsync(CancellationToken cancel)
    {
        foreach (SignInBlock block in await _records.ListBlocksAsync(cancel).ConfigureAwait(false))
        {
            lock (_gate)
            {
                _blocks[block.Subject] = block;
            }
        }
    }

    /// <summary>The blocks that hold, by subject.</summary>
    public IReadOnlyList<SignInBlock> Blocks
    {
        get
        {
            DateTimeOffset now = _time.GetUtcNow();
            lock (_gate)
            {
                return [.. _blocks.Values.Where(b => b.Until > now).OrderBy(b => b.Subject, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>An attempt, before the password is looked at.</summary>
    public Attempt Begin(string name, Account? account, IPAddress? from, ReadOnlySpan<byte> password) =>
        new(name, account, from, _wrong.Tag(name, password));

    /// <summary>
    /// Waits as long as it takes until this attempt may go on. Not null when it may not: then in what time to try again.
    /// </summary>
    public async ValueTask<TimeSpan?> EnterAsync(Attempt attempt, CancellationToken cancel)
    {
        bool home = await IsAtHomeAsync(attempt, cancel).ConfigureAwait(false);
        TimeSpan wait;
        lock (_gate)
        {
            if (!home && FindBlock(attempt) is { } block)
            {
                return block.Until - _time.GetUtcNow();
            }
            if (_wrong.Knows(attempt.Name, attempt.Tag))
            {
                return null;
            }
            wait = TimeSpan.Zero;
            foreach (FailureCount count in Counts(attempt, home))
            {
                if (count.Take(Now, Patience) is not { } one)
                {
                    return Patience;
                }
                wait = one > wait ? one : wait;
            }
        }
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, cancel).ConfigureAwait(false);
        }
        return null;
    }

    /// <summary>The password was wrong.</summary>
    public async ValueTask FailedAsync(Attempt attempt, CancellationToken cancel)
    {
        bool home = await IsAtHomeAsync(attempt, cancel).ConfigureAwait(false);
        lock (_gate)
        {
            if (_wrong.Knows(attempt.Name, attempt.Tag))
            {
                return;
            }
            _wrong.Add(attempt.Name, attempt.Tag);
            TimeSpan now = Now;
            if (home)
            {
                _atHome.GetOrAdd((attempt.Name, ClientNetworks.Name(attempt.From)), () => new FailureCount()).Add(now);
                return;
            }
            FailureCount account = _accounts.GetOrAdd(attempt.Name, () => new FailureCount());
            account.Add(now);
            if (account.InDay(now) >= _limits.PerAccount)
            {
                account.Clear();
                Block(attempt.Name, $"{_limits.PerAccount} wrong passwords from networks where it is not used");
            }
            if (attempt.From is null || IsTrusted(attempt.From))
            {
                return;
            }
            IPNetwork[] networks = ClientNetworks.Of(attempt.From);
            for (int level = 0; level < networks.Length; level++)
            {
                FailureCount count = _networks[level].GetOrAdd(networks[level], () => new FailureCount());
                count.Add(now);
                int factor = ClientNetworks.Factors[level];
                if (count.InMinute(now) >= _limits.PerMinute * factor)
                {
                    Block(networks[level].ToString(), $"{_limits.PerMinute * factor} wrong passwords within a minute, the last for {attempt.Name}");
                    count.Clear();
                }
                else if (count.InDay(now) >= _limits.PerDay * factor)
                {
                    Block(networks[level].ToString(), $"{_limits.PerDay * factor} wrong passwords within a day, the last for {attempt.Name}");
                    count.Clear();
                }
            }
        }
    }

    /// <summary>Somebody signed in: the account is at home there.</summary>
    public void Succeeded(AccountId account, IPAddress? from)
    {
        lock (_gate)
        {
            _familiar.Set((account, ClientNetworks.Name(from)), _time.GetUtcNow());
        }
    }

    /// <summary>Takes a block away and forgets what led to it. False when there is none of this subject.</summary>
    public bool Remove(string subject, string actor)
    {
        lock (_gate)
        {
            if (!_blocks.Remove(subject, out SignInBlock? block))
            {
                return false;
            }
            _unsaved[subject] = null;
            _notes.Add(new AuditNote(actor, "block-remove", null, block.IsAccount ? subject : "", block.IsAccount ? block.Cause : $"{subject}: {block.Cause}"));
            _accounts.Remove(subject);
            if (IPNetwork.TryParse(subject, out IPNetwork network))
            {
                foreach (RecentTable<IPNetwork, FailureCount> level in _networks)
                {
                    level.Remove(network);
                }
            }
            return true;
        }
    }

    /// <summary>Writes what changed, and forgets blocks that are over.</summary>
    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        List<SignInBlock> added = [];
        List<string> removed = [];
        List<AuditNote> notes = [];
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            foreach (SignInBlock over in _blocks.Values.Where(b => b.Until <= now).ToList())
            {
                _blocks.Remove(over.Subject);
                _unsaved[over.Subject] = null;
            }
            if (_unsaved.Count == 0)
            {
                return;
            }
            foreach ((string subject, SignInBlock? block) in _unsaved)
            {
                if (block is null)
                {
                    removed.Add(subject);
                }
                else
                {
                    added.Add(block);
                }
            }
            _unsaved.Clear();
            notes.AddRange(_notes);
            _notes.Clear();
        }
        await _records.ChangeBlocksAsync(added, removed, notes, cancel).ConfigureAwait(false);
    }

    private IEnumerable<FailureCount> Counts(Attempt attempt, bool home)
    {
        if (home)
        {
            if (_atHome.TryGet((attempt.Name, ClientNetworks.Name(attempt.From)), out FailureCount? own))
            {
                yield return own;
            }
            yield break;
        }
        if (attempt.From is { } from && !IsTrusted(from) && _networks[0].TryGet(ClientNetworks.Of(from)[0], out FailureCount? network))
        {
            yield return network;
        }
        if (_accounts.TryGet(attempt.Name, out FailureCount? account))
        {
            yield return account;
        }
    }

    private SignInBlock? FindBlock(Attempt attempt)
    {
        if (_blocks.Count == 0)
        {
            return null;
        }
        DateTimeOffset now = _time.GetUtcNow();
        if (_blocks.TryGetValue(attempt.Name, out SignInBlock? account) && account.Until > now)
        {
            return account;
        }
        if (attempt.From is not { } from || IsTrusted(from))
        {
            return null;
        }
        foreach (IPNetwork network in ClientNetworks.Of(from))
        {
            if (_blocks.TryGetValue(network.ToString(), out SignInBlock? block) && block.Until > now)
            {
                return block;
            }
        }
        return null;
    }

    private void Block(string subject, string cause)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (_blocks.Count >= MaxBlocks && !_blocks.ContainsKey(subject))
        {
            SignInBlock first = _blocks.Values.MinBy(b => b.Until)!;
            _blocks.Remove(first.Subject);
            _unsaved[first.Subject] = null;
        }
        var block = new SignInBlock(subject, cause, now, now + _limits.Block);
        _blocks[subject] = block;
        _unsaved[subject] = block;
        _notes.Add(new AuditNote("server", "block", null, block.IsAccount ? subject : "", block.IsAccount ? cause : $"{subject}: {cause}"));
        SignInLog.Blocked(_log, block.Until.UtcDateTime, cause, subject);
    }

    private bool IsTrusted(IPAddress from)
    {
        IPAddress plain = from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;
        foreach (IPNetwork trusted in _limits.Trusted)
        {
            if (trusted.Contains(plain))
            {
                return true;
            }
        }
        return false;
    }

    private async ValueTask<bool> IsAtHomeAsync(Attempt attempt, CancellationToken cancel)
    {
        if (attempt.Account is not { } account)
        {
            return false;
        }
        string network = ClientNetworks.Name(attempt.From);
        DateTimeOffset since = _time.GetUtcNow() - _limits.Familiar;
        lock (_gate)
        {
            if (_familiar.TryGet((account.Id, network), out DateTimeOffset last) && last >= since)
            {
                return true;
            }
        }
        return await _records.IsFamiliarAsync(account.Id, network, since, cancel).ConfigureAwait(false);
    }
}
