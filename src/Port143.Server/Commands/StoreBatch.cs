using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>STOREs that arrived together: the first that is ended commits them all.</summary>
internal sealed class StoreBatch(ImapSession session, IReadOnlyList<StoreCommand> commands)
{
    /// <summary>How many messages a commit may be about together, so that it keeps others of the account waiting for no longer.</summary>
    private const int MostMessages = 1024;

    private readonly CommandResult?[] _refusals = new CommandResult?[commands.Count];
    private readonly PreparedStore?[] _prepared = new PreparedStore?[commands.Count];
    private readonly Task<StoreResult>?[] _results = new Task<StoreResult>?[commands.Count];
    private long? _head; // after the STOREs that were ended
    private bool _isBegun;

    /// <summary>Tells what came of one of them. They are ended in their order.</summary>
    public async ValueTask<CommandResult> EndAsync(int index, CancellationToken cancel)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            Begin(cancel);
        }
        if (_prepared[index] is not { } prepared)
        {
            return _refusals[index] ?? throw new InvalidOperationException("The STOREs before could not be prepared.");
        }
        StoreResult result = _results[index] is { } committed
            ? await Progress.AwaitAsync(session, new ValueTask<StoreResult>(committed), prepared.Change!.Count!).ConfigureAwait(false)
            : StoreHandler.NothingTo(session);
        prepared.Before = _head ?? prepared.Before;
        _head = result.Succeeded && prepared.Change is not null ? result.ModSeq : _head;
        return await StoreHandler.EndAsync(session, prepared, result).ConfigureAwait(false);
    }

    private void Begin(CancellationToken cancel)
    {
        var group = new List<int>();
        long messages = 0;
        for (int i = 0; i < commands.Count; i++)
        {
            _refusals[i] = StoreHandler.Prepare(session, commands[i], out _prepared[i]);
            if (_prepared[i]?.Change is { } change)
            {
                messages += change.Uids.UidCount;
                if (messages > MostMessages && group.Count > 0)
                {
                    Commit(group, cancel);
                    messages = change.Uids.UidCount;
                }
                group.Add(i);
            }
        }
        if (group.Count > 0)
        {
            Commit(group, cancel);
        }
    }

    private void Commit(List<int> group, CancellationToken cancel)
    {
        IReadOnlyList<Task<StoreResult>> results = session.Services.Storage.CommitAll(
            session.Selected!.Account, [.. group.Select(i => _prepared[i]!.Change!)], cancel);
        for (int i = 0; i < group.Count; i++)
        {
            _results[group[i]] = results[i];
        }
        group.Clear();
    }
}
