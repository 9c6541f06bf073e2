using System.Buffers;
using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>
/// COPY and MOVE between two accounts, which share no bytes: messages are read here and filed there. The target comes first,
/// so a crash in between leaves a copy too many, never one too few. In batches, so that memory stays bounded; should a later
/// one fail, what the earlier ones filed is taken back, for COPY does all or nothing (RFC 9051 section 6.4.7).
/// </summary>
internal sealed class AccountTransfer(ImapSession session, SelectedMailbox selected, MailboxView target)
{
    private const int BatchMessages = 256;
    private const long BatchOctets = 16 * 1024 * 1024;
    private const int PieceSize = 64 * 1024;

    private readonly IMailStorage _storage = session.Services.Storage;
    private readonly UidSetBuilder _from = new();
    private readonly UidSetBuilder _to = new();
    private long _copied;
    private uint _uidValidity = target.Info.UidValidity;

    /// <summary>Copies or moves these messages.</summary>
    public async ValueTask<CopyResult> RunAsync(UidSet uids, bool move, CancellationToken cancel)
    {
        ChangeFailure failure;
        try
        {
            failure = await CopyAsync(uids, cancel).ConfigureAwait(false);
        }
        catch
        {
            await TakeBackAsync().ConfigureAwait(false);
            throw;
        }
        if (failure != ChangeFailure.None)
        {
            await TakeBackAsync().ConfigureAwait(false);
            return new CopyResult(failure, 0, UidSet.Empty, UidSet.Empty, 0);
        }
        UidSet copied = _from.Build();
        long modSeq = selected.Index.State.Head;
        if (move && !copied.IsEmpty)
        {
            ExpungeResult expunged = await _storage.CommitAsync(
                selected.Account, new ExpungeChange(selected.Index.Id, copied, EvenUndeleted: true), cancel).ConfigureAwait(false);
            modSeq = expunged.ModSeq;
        }
        return new CopyResult(ChangeFailure.None, _uidValidity, copied, _to.Build(), modSeq);
    }

    private async ValueTask<ChangeFailure> CopyAsync(UidSet uids, CancellationToken cancel)
    {
        var page = new MessageRow[BatchMessages];
        var progress = new Progress(session, uids.UidCount);
        for (uint from = 1; ;)
        {
            int copied = selected.Index.CopyRows(uids, from, page);
            for (int next = 0; next < copied;)
            {
                var batch = new List<(MessageRow Row, NewMessage Message)>();
                try
                {
                    next = await StageAsync(page, next, copied, batch, cancel).ConfigureAwait(false);
                    ChangeFailure failure = await FileAsync(batch, cancel).ConfigureAwait(false);
                    await progress.TellAsync(_copied).ConfigureAwait(false);
                    if (failure != ChangeFailure.None)
                    {
                        return failure;
                    }
                }
                finally
                {
                    batch.ForEach(b => b.Message.Message.Dispose());
                }
            }
            if (copied < page.Length)
            {
                return ChangeFailure.None;
            }
            from = page[copied - 1].Uid + 1;
        }
    }

    private async ValueTask<int> StageAsync(
        MessageRow[] page, int next, int end, List<(MessageRow Row, NewMessage Message)> batch, CancellationToken cancel)
    {
        long octets = 0;
        for (; next < end && (batch.Count == 0 || octets + page[next].Size <= BatchOctets); next++)
        {
            MessageRow row = page[next];
            Stream? stream = await _storage.OpenMessageAsync(selected.Account, row.Content, cancel).ConfigureAwait(false);
            if (stream is null)
            {
                continue; // expunged and swept meanwhile
            }
            await using (stream.ConfigureAwait(false))
            {
                StagedMessage staged = await StageAsync(stream, cancel).ConfigureAwait(false);
                batch.Add((row, new NewMessage(staged, FlagNames.Of(row.Flags & FlagSet.ChangeableWith(target.Rights), selected.Index.State.Keywords), row.InternalDate)));
            }
            octets += row.Size;
        }
        return next;
    }

    private async ValueTask<StagedMessage> StageAsync(Stream stream, CancellationToken cancel)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        using MessageStaging staging = _storage.StageMessage(target.Account);
        try
        {
            while (await stream.ReadAsync(piece, cancel).ConfigureAwait(false) is var read and > 0)
            {
                staging.Write(piece.AsSpan(0, read));
            }
            return staging.Complete();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }

    private async ValueTask<ChangeFailure> FileAsync(List<(MessageRow Row, NewMessage Message)> batch, CancellationToken cancel)
    {
        AppendResult result = await _storage.CommitAsync(
            target.Account, new AppendChange(target.Id, [.. batch.Select(b => b.Message)], target.Reader), cancel).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return result.Failure == ChangeFailure.NoMailbox ? ChangeFailure.NoTarget : result.Failure;
        }
        _uidValidity = result.UidValidity;
        batch.ForEach(b => _from.Add(b.Row.Uid));
        _to.Add(result.Uids);
        _copied += batch.Count;
        return ChangeFailure.None;
    }

    private async ValueTask TakeBackAsync()
    {
        UidSet filed = _to.Build();
        if (!filed.IsEmpty)
        {
            await _storage.CommitAsync(target.Account, new ExpungeChange(target.Id, filed, EvenUndeleted: true), CancellationToken.None)
                .ConfigureAwait(false);
        }
    }
}
