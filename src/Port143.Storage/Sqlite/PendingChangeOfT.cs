using Port143.Mail;
using Port143.Storage.Sqlite.Changes;

namespace Port143.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class PendingChange<TResult>(Change<TResult> change) : PendingChange
    where TResult : ChangeResult
{
    private const long PerMessage = 16 * 1024;

    // The waiting session goes on elsewhere: the writer thread has the next commit to make.
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    /// <summary>Ends when the change is committed or failed.</summary>
    public Task<TResult> Done => _done.Task;

    /// <inheritdoc/>
    public override bool IsRelaxed => change is StoreChange or ClaimRecentChange or IndexChange;

    /// <inheritdoc/>
    public override bool IsOfBackground => change is IndexChange;

    /// <inheritdoc/>
    public override long Growth => change switch
    {
        IndexChange index => index.Growth,
        AnnotateChange annotate => annotate.Entries.Sum(e => e.Value is { } value ? PerMessage + value.Length * 5L / 4 : 0),
        _ => Messages.Sum(m => PerMessage + (m.Message.File is null ? m.Message.Size * 5L / 4 : 0)),
    };

    private IReadOnlyList<NewMessage> Messages => change switch
    {
        AppendChange append => append.Messages,
        ReplaceChange replace => [replace.Message],
        _ => [],
    };

    /// <inheritdoc/>
    public override void Apply(SqliteTransaction transaction) => _result = (TResult)(ChangeResult)(change switch
    {
        AppendChange append => SqliteAppend.Apply(transaction, append),
        StoreChange store => SqliteStore.Apply(transaction, store),
        ExpungeChange expunge => SqliteExpunge.Apply(transaction, expunge),
        ReplaceChange replace => SqliteReplace.Apply(transaction, replace),
        UrlKeyChange key => SqliteUrlKey.Apply(transaction, key),
        CopyChange copy => SqliteCopy.Apply(transaction, copy),
        CreateMailboxChange create => SqliteCreateMailbox.Apply(transaction, create),
        DeleteMailboxChange delete => SqliteDeleteMailbox.Apply(transaction, delete),
        RenameMailboxChange rename => SqliteRenameMailbox.Apply(transaction, rename),
        AnnotateChange annotate => SqliteAnnotate.Apply(transaction, annotate),
        SetQuotaChange quota => SqliteSetQuota.Apply(transaction, quota),
        SubscribeChange subscribe => SqliteSubscribe.Apply(transaction, subscribe),
        SetAclChange acl => SqliteSetAcl.Apply(transaction, acl),
        ForgetReaderChange forget => SqliteForgetReader.Apply(transaction, forget),
        ClaimRecentChange claim => SqliteClaimRecent.Apply(transaction, claim),
        DropContentsChange drop => SqliteDropContents.Apply(transaction, drop),
        UpdateDigestsChange update => SqliteUpdateDigests.Apply(transaction, update),
        IndexChange index => new IndexResult(ChangeFailure.None, index.Apply(transaction.Database)),
        _ => throw new NotSupportedException($"The SQLite engine does not know {change.GetType().Name}."),
    });

    /// <inheritdoc/>
    public override void Complete()
    {
        DisposeMessages(keepFiles: false); // those that were filed no longer own a file
        _done.SetResult(_result!);
    }

    /// <inheritdoc/>
    public override void Refuse(ChangeFailure failure, bool keepFiles)
    {
        DisposeMessages(keepFiles);
        _done.SetResult((TResult)Refused(failure));
    }

    /// <inheritdoc/>
    public override void Fail(Exception error, bool keepFiles)
    {
        DisposeMessages(keepFiles);
        _done.TrySetException(error);
    }

    private ChangeResult Refused(ChangeFailure failure) => change switch
    {
        AppendChange => new AppendResult(failure, 0, UidSet.Empty, 0),
        StoreChange => new StoreResult(failure, 0, UidSet.Empty, UidSet.Empty),
        ExpungeChange => new ExpungeResult(failure, 0, UidSet.Empty),
        ReplaceChange => new ReplaceResult(failure, 0, 0, 0),
        UrlKeyChange => new UrlKeyResult(failure, default),
        CopyChange => new CopyResult(failure, 0, UidSet.Empty, UidSet.Empty, 0),
        AnnotateChange => new AnnotateResult(failure, 0),
        DropContentsChange => new DropContentsResult(failure, []),
        IndexChange => new IndexResult(failure, 0),
        _ => new MailboxResult(failure),
    };

    private void DisposeMessages(bool keepFiles)
    {
        foreach (NewMessage message in Messages)
        {
            if (keepFiles)
            {
                message.Message.FileTaken();
            }
            try
            {
                message.Message.Dispose();
            }
            catch (IOException)
            {
                // A file that cannot be deleted now is an orphan, which the janitor deletes.
            }
        }
    }
}
