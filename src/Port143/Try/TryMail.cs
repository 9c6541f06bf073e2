using System.Globalization;
using System.Text;
using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Formats;

namespace Port143.Try;

/// <summary>
/// The mail that the trial mailbox begins with: threads, attachments, an inline picture, alternatives, other scripts in the
/// charsets of their time, an invitation, a forwarded message, a bounce. All of it was written for this purpose; its people
/// are roles at example domains (RFC 2606).
/// </summary>
internal static class TryMail
{
    private static readonly TryMessage[] Messages =
    [
        new("Archive", "old-photo", 24 * 200, "\\Seen"),
        new("Archive", "receipt", 24 * 40, "\\Seen", "\\Flagged"),
        new("Lists/Parsers", "list-1", 24 * 9, "\\Seen"),
        new("Lists/Parsers", "list-2", 24 * 8),
        new("Lists/Parsers", "list-3", 24 * 8 - 3),
        new("INBOX", "german", 24 * 20, "\\Seen"),
        new("INBOX", "invoice", 24 * 15, "\\Seen", "\\Flagged"),
        new("INBOX", "picnic-1", 24 * 12, "\\Seen", "\\Answered"),
        new("INBOX", "picnic-2", 24 * 12 - 5, "\\Seen"),
        new("INBOX", "picnic-3", 24 * 11, "\\Seen", "\\Answered"),
        new("Sent", "picnic-reply", 24 * 11 - 2, "\\Seen"),
        new("INBOX", "bounce", 24 * 10, "\\Seen"),
        new("INBOX", "flowed", 24 * 9, "\\Seen"),
        new("INBOX", "korean", 24 * 8),
        new("INBOX", "chinese", 24 * 7, "\\Seen"),
        new("INBOX", "russian", 24 * 6, "\\Seen", "$Forwarded"),
        new("INBOX", "arabic", 24 * 5),
        new("INBOX", "japanese", 24 * 4),
        new("Junk", "spam", 24 * 3, "$Junk"),
        new("INBOX", "forwarded", 24 * 2),
        new("INBOX", "longattach", 30),
        new("Drafts", "draft", 26, "\\Seen", "\\Draft"),
        new("INBOX", "newsletter", 20),
        new("INBOX", "meeting", 8, "\\Flagged"),
        new("Trash", "parking", 6, "\\Seen"),
        new("INBOX", "emoji", 2),
        new("INBOX", "welcome", 0),
    ];

    /// <summary>How many messages there are.</summary>
    public static int Count => Messages.Length;

    /// <summary>Puts the messages into an account with the default mailboxes.</summary>
    public static async Task FillAsync(IMailStorage storage, AccountId account, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (IGrouping<string, TryMessage> group in Messages.GroupBy(m => m.Mailbox))
        {
            MailboxName name = MailboxName.Parse(group.Key);
            MailboxList list = await storage.ListMailboxesAsync(account, cancel);
            MailboxInfo mailbox = list.Find(name)
                ?? (await storage.CommitAsync(account, new CreateMailboxChange(name, Subscribe: true), cancel)).Mailbox!;
            NewMessage[] messages = [.. group.Select(m => Stage(storage, account, m, now.AddHours(-m.Age)))];
            await storage.CommitAsync(account, new AppendChange(mailbox.Id, messages), cancel);
        }
    }

    private static NewMessage Stage(IMailStorage storage, AccountId account, TryMessage message, DateTimeOffset date)
    {
        string text = Read(message.Name).Replace("@DATE@", date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
            + date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal), StringComparison.Ordinal);
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(text);
        var piece = new byte[4096];
        var ends = default(LineEnds);
        using MessageStaging staging = storage.StageMessage(account);
        while (!rest.IsEmpty)
        {
            staging.Write(piece.AsSpan(0, ends.Convert(ref rest, piece)));
        }
        return new NewMessage(staging.Complete(), message.Flags, InternalDate.From(date));
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(TryMail).Assembly.GetManifestResourceStream($"Try/{name}.eml")
            ?? throw new InvalidOperationException($"The message {name} is missing from the program.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return reader.ReadToEnd();
    }
}
