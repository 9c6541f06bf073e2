using Port143.Storage.Sqlite.Changes;

namespace Port143.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class PendingChange<TResult>(Change<TResult> change) : PendingChange
    where TResult : ChangeResult
{
    // The waiting session goes on elsewhere: the writer thread has the next commit to make.
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    /// <summary>Ends when the change is committed or failed.</summary>
    public Task<TResult> Done => _done.Task;

    /// <inheritdoc/>
    public override bool IsRelaxed => change is StoreChange or ClaimRecentChange;

    /// <inheritdoc/>
    public override void Apply(SqliteTransaction transaction) => _result = (TResult)(ChangeResult)(change switch
    {
        AppendChange append => SqliteAppend.Apply(transaction, append),
        StoreChange store => SqliteStore.Apply(transaction, store),
        ExpungeChange expunge => SqliteExpunge.Apply(transaction, expunge),
        CopyChange copy => SqliteCopy.Apply(transaction, copy),
        CreateMailboxChange create => SqliteCreateMailbox.Apply(transaction, create),
        DeleteMailboxChange delete => SqliteDeleteMailbox.Apply(transaction, delete),
        RenameMailboxChange rename => SqliteRenameMailbox.Apply(transaction, rename),
        SubscribeChange subscribe => SqliteSubscribe.Apply(transaction, subscribe),
        ClaimRecentChange claim => SqliteClaimRecent.Apply(transaction, claim),
        DropContentsChange drop => SqliteDropContents.Apply(transaction, drop),
        _ => throw new NotSupportedException($"The SQLite engine does not know {change.GetType().Name}."),
    });

    /// <inheritdoc/>
    public override void Complete() => _done.SetResult(_result!);

    /// <inheritdoc/>
    public override void Fail(Exception error) => _done.TrySetException(error);
}
