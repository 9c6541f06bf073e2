using System.Buffers.Binary;
using System.Security.Cryptography;
using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Imports mail from files into an account: in batches, in constant memory, and so that it can be cut off at any moment and
/// run again (<see cref="ImportLedger"/>). While one batch is committed the next is read.
/// </summary>
public sealed class Importer : IDisposable
{
    private readonly IMailStorage _storage;
    private readonly AccountId _account;
    private readonly ImportOptions _options;
    private readonly ImportLedger _ledger;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly HeaderFacts _facts = new();
    private readonly HeaderScanner _scanner;
    private readonly List<NewMessage> _batch = [];
    private readonly List<ImportEntry> _entries = [];
    private readonly HashSet<string> _keywords = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _failures = [];
    private Task<AppendResult> _commit = Task.FromResult(new AppendResult(ChangeFailure.None, 0, UidSet.Empty, 0));
    private long _batchBytes;
    private long _committing;
    private long _messages;
    private long _bytes;
    private long _skipped;

    private Importer(IMailStorage storage, AccountId account, ImportOptions options, ImportLedger ledger)
    {
        _storage = storage;
        _account = account;
        _options = options;
        _ledger = ledger;
        _scanner = new HeaderScanner(_facts);
    }

    /// <summary>
    /// Makes an importer, which keeps its ledger in <paramref name="ledgerFolder"/>, a folder of the account's own. Null when
    /// another import into the account is running.
    /// </summary>
    public static Importer? TryOpen(IMailStorage storage, AccountId account, string ledgerFolder, ImportOptions options) =>
        ImportLedger.TryOpen(ledgerFolder) is { } ledger ? new Importer(storage, account, options, ledger) : null;

    /// <summary>
    /// Imports what lies at a path. What cannot be read is in the result; <see cref="IOException"/> means that the storage
    /// failed or the disk is full, and that running it again will go on.
    /// </summary>
    public async Task<ImportResult> RunAsync(string path, Action<ImportProgress>? progress, CancellationToken cancel)
    {
        await _ledger.RecoverAsync(_storage, _account, cancel).ConfigureAwait(false);
        List<ImportSource> sources = ImportSources.Find(path);
        var mailboxes = new HashSet<MailboxId>();
        long total = sources.Sum(s => s.Size), before = 0;
        try
        {
            foreach (ImportSource source in sources)
            {
                if (await FindMailboxAsync(source, cancel).ConfigureAwait(false) is { } mailbox)
                {
                    mailboxes.Add(mailbox);
                    await ImportAsync(source, mailbox, (reader) => progress?.Invoke(
                        new ImportProgress(source.Path, before + reader, total, _messages, _skipped)), cancel).ConfigureAwait(false);
                }
                before += source.Size;
            }
            await FinishAsync().ConfigureAwait(false);
        }
        finally
        {
            Drop();
            await ((Task)_commit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        progress?.Invoke(new ImportProgress(path, total, total, _messages, _skipped));
        return new ImportResult(_messages, _bytes, _skipped, mailboxes.Count, _failures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Drop();
        _hash.Dispose();
        _ledger.Dispose();
    }

    private async Task ImportAsync(ImportSource source, MailboxId mailbox, Action<long> progress, CancellationToken cancel)
    {
        MailboxState? state = await _storage.OpenMailboxAsync(_account, mailbox, cancel).ConfigureAwait(false);
        _keywords.Clear();
        _keywords.UnionWith(state?.Keywords ?? []);
        long number = _ledger.SourceNumber(source.Path);
        var seen = new Dictionary<UInt128, int>();
        using MailReader? reader = Open(source);
        if (reader is not null)
        {
            while (Next(reader, out bool readable))
            {
                cancel.ThrowIfCancellationRequested();
                if (readable)
                {
                    Take(reader, mailbox, number, seen);
                }
                if (_batch.Count >= _options.BatchMessages || _batchBytes >= _options.BatchBytes)
                {
                    await CommitAsync(mailbox, cancel).ConfigureAwait(false);
                    progress(reader.BytesRead);
                }
                else if ((_skipped & 255) == 255)
                {
                    progress(reader.BytesRead);
                }
            }
            await CommitAsync(mailbox, cancel).ConfigureAwait(false);
        }
    }

    private void Take(MailReader reader, MailboxId mailbox, long source, Dictionary<UInt128, int> seen)
    {
        _facts.Reset();
        _scanner.Reset();
        using MessageStaging staging = _storage.StageMessage(_account);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        bool fits = true;
        try
        {
            while (reader.Read(out ReadOnlySpan<byte> piece))
            {
                _scanner.Write(piece);
                _hash.AppendData(piece);
                fits &= staging.Size + piece.Length <= int.MaxValue;
                if (fits)
                {
                    staging.Write(piece);
                }
            }
        }
        finally
        {
            _hash.GetHashAndReset(hash);
        }
        _scanner.End();
        if (!fits)
        {
            _failures.Add($"{reader.Location}: the message is larger than 2 GiB");
            return;
        }
        UInt128 digest = BinaryPrimitives.ReadUInt128BigEndian(hash);
        int nth = seen.GetValueOrDefault(digest);
        seen[digest] = nth + 1;
        var key = new ImportKey(mailbox.Value, source, digest, nth);
        if (!_options.Again && _ledger.IsDone(key))
        {
            _skipped++;
            return;
        }
        InternalDate date = reader.Date ?? _facts.Date ?? (reader as EmlReader)?.FileDate ?? default;
        StagedMessage message = staging.Complete();
        _batch.Add(new NewMessage(message, FlagsOf(reader), date));
        _entries.Add(new ImportEntry(key, message.Size, date));
        _batchBytes += message.Size;
    }

    private List<string> FlagsOf(MailReader reader)
    {
        var flags = new List<string>(reader.Flags);
        if (reader.HasStatusFields)
        {
            flags.AddRange(_facts.Flags.Except(flags, StringComparer.OrdinalIgnoreCase));
        }
        // A mailbox has room for so many keywords; mail matters more than the next one.
        flags.RemoveAll(f => f[0] != '\\' && !_keywords.Contains(f) && (_keywords.Count >= FlagSet.MaxKeywords || !_keywords.Add(f)));
        return flags;
    }

    private async Task CommitAsync(MailboxId mailbox, CancellationToken cancel)
    {
        if (_batch.Count == 0)
        {
            return;
        }
        await AwaitCommitAsync().ConfigureAwait(false);
        MailboxState state = await _storage.OpenMailboxAsync(_account, mailbox, cancel).ConfigureAwait(false)
            ?? throw new IOException("The mailbox was deleted while mail was imported into it; run the import again.");
        _ledger.Advance(_entries, state.UidNext);
        _commit = _storage.CommitAsync(_account, new AppendChange(mailbox, [.. _batch]), CancellationToken.None).AsTask();
        _committing = _batch.Count;
        _bytes += _batchBytes;
        _batch.Clear();
        _entries.Clear();
        _batchBytes = 0;
    }

    private async Task AwaitCommitAsync()
    {
        AppendResult result = await _commit.ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw new IOException(result.Failure == ChangeFailure.DiskFull
                ? "The disk is full; make room and run the import again, it goes on where it stopped."
                : $"The mailbox took no more mail ({result.Failure}).");
        }
        _messages += _committing;
        _committing = 0;
    }

    private async Task FinishAsync()
    {
        await AwaitCommitAsync().ConfigureAwait(false);
        _ledger.Advance([], 0);
    }

    private async ValueTask<MailboxId?> FindMailboxAsync(ImportSource source, CancellationToken cancel)
    {
        MailboxList list = await _storage.ListMailboxesAsync(_account, cancel).ConfigureAwait(false);
        if (_options.MapSpecialUse && source.Levels.Count == 1 && SpecialUseNames.Of(source.Levels[0]) is var use and not SpecialUse.None
            && list.Find(use) is { } special)
        {
            return special.Id;
        }
        string text = string.Join(MailboxName.Separator, _options.Mailbox is null ? source.Levels : [_options.Mailbox.Value, .. source.Levels]);
        if (!MailboxName.TryCreate(text.Length == 0 ? "INBOX" : text, out MailboxName? name, out string? error))
        {
            _failures.Add($"{source.Path}: {error}");
            return null;
        }
        if (list.Find(name) is { } found)
        {
            return found.Id;
        }
        MailboxResult made = await _storage.CommitAsync(_account, new CreateMailboxChange(name, Subscribe: true), cancel).ConfigureAwait(false);
        if (made.Mailbox is null)
        {
            _failures.Add($"{source.Path}: the mailbox {name} cannot be made ({made.Failure})");
        }
        return made.Mailbox?.Id;
    }

    private MailReader? Open(ImportSource source)
    {
        try
        {
            return source.Open();
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            _failures.Add($"{source.Path}: {error.Message}");
            return null;
        }
    }

    // False at the end; a file that cannot be read is noted and passed over.
    private bool Next(MailReader reader, out bool readable)
    {
        readable = true;
        try
        {
            return reader.Next();
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            readable = false;
            _failures.Add($"{reader.Location}: {error.Message}");
            return true;
        }
    }

    private static bool IsUnreadable(Exception error) =>
        error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException;

    private void Drop()
    {
        foreach (NewMessage message in _batch)
        {
            message.Message.Dispose();
        }
        _batch.Clear();
        _entries.Clear();
    }
}
