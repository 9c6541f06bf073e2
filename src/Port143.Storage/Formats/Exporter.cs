using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Writes an account's mail into files: below a folder, one file (<c>Name.mbox</c>) or Maildir for each mailbox, the levels of
/// its name as folders. <see cref="Importer"/> makes the same mailboxes of it again, octet for octet.
/// </summary>
public sealed class Exporter(IMailStorage storage, AccountId account)
{
    /// <summary>Whether there is nothing at a path yet, or an empty folder.</summary>
    public static bool IsFree(string path) =>
        !File.Exists(path) && (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any());

    /// <summary>
    /// Exports one mailbox, straight to <paramref name="path"/>, or all of them below it. Nothing is overwritten:
    /// <paramref name="path"/> must not exist, or be an empty folder, else <see cref="IOException"/>.
    /// </summary>
    public async Task<ExportResult> RunAsync(
        string path, ExportFormat format, MailboxInfo? only, Action<ExportProgress>? progress, CancellationToken cancel)
    {
        if (!IsFree(path))
        {
            throw new IOException($"{path} exists; name a file or folder that does not, nothing is overwritten.");
        }
        MailboxList list = await storage.ListMailboxesAsync(account, cancel).ConfigureAwait(false);
        var result = new ExportResult(0, 0, 0);
        foreach (MailboxInfo mailbox in only is null ? list.Mailboxes : [only])
        {
            string target = path;
            if (only is null || Directory.Exists(path))
            {
                target = Path.Combine([path, .. mailbox.Name.Value.Split(MailboxName.Separator).Select(PathLevel.Encode)]);
                target += format == ExportFormat.Mbox ? ".mbox" : "";
            }
            if (await storage.ReadLogAsync(account, mailbox.Id, 0, cancel).ConfigureAwait(false) is { } page)
            {
                long before = result.Messages;
                (int messages, long bytes) = await WriteAsync(
                    target, format, page, done => progress?.Invoke(new ExportProgress(mailbox.Name, done, page.Rows.Count, before + done)), cancel)
                    .ConfigureAwait(false);
                result = new ExportResult(before + messages, result.Bytes + bytes, result.Mailboxes + 1);
            }
        }
        return result;
    }

    private async Task<(int Messages, long Bytes)> WriteAsync(
        string target, ExportFormat format, LogPage page, Action<int> progress, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        using FileStream? file = format == ExportFormat.Mbox
            ? new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0)
            : null;
        MboxWriter? mbox = file is null ? null : new MboxWriter(file);
        MaildirWriter? maildir = file is null ? new MaildirWriter(target) : null;
        var names = new List<(uint, string)>();
        int messages = 0;
        long bytes = 0;
        foreach (MessageRow row in page.Rows)
        {
            using Stream? message = await storage.OpenMessageAsync(account, row.Content, cancel).ConfigureAwait(false);
            if (message is null)
            {
                continue; // expunged meanwhile
            }
            mbox?.Write(message, ReturnPath.Of(message), row.InternalDate);
            if (maildir is not null)
            {
                string unique = $"{Math.Max(0, row.InternalDate.Seconds)}.V{page.State.UidValidity}U{row.Uid:D10}.port143";
                names.Add((row.Uid, maildir.Write(message, unique, NamesOf(row.Flags, page.State.Keywords), row.InternalDate)));
            }
            bytes += row.Size;
            progress(++messages);
        }
        mbox?.Flush();
        if (file is not null)
        {
            Durable.SyncFile(file.SafeFileHandle);
        }
        if (maildir is not null)
        {
            MaildirUidList.Save(target, page.State, names);
        }
        return (messages, bytes);
    }

    private static List<string> NamesOf(FlagSet flags, IReadOnlyList<string> keywords)
    {
        var names = new List<string>();
        for (int i = 0; i < SystemFlags.Names.Count; i++)
        {
            if (flags.Has((SystemFlag)i))
            {
                names.Add(SystemFlags.Names[i]);
            }
        }
        for (int i = 0; i < keywords.Count; i++)
        {
            if (flags.HasKeyword(i))
            {
                names.Add(keywords[i]);
            }
        }
        return names;
    }
}
