using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>How far an export is.</summary>
/// <param name="Mailbox">The mailbox that is written.</param>
/// <param name="Done">How many of its messages were written.</param>
/// <param name="Total">How many it has.</param>
/// <param name="Messages">How many messages of all mailboxes were written.</param>
public sealed record ExportProgress(MailboxName Mailbox, int Done, int Total, long Messages);
