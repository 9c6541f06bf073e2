using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R44: what the server says of its mailboxes fits together: UIDVALIDITY, UIDs, counts, sizes and special uses.</summary>
internal sealed class R44MailboxSanity() : DoctorCheck("R44", "mailboxes make sense", CheckGroup.SignIn, "R34")
{
    public override TimeSpan? OwnLimit => SignInReport.Patience;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        SignInReport report = await examination.SignInAsync(SignInStage.Looked, cancel).ConfigureAwait(false);
        if (report.Inbox is not { } inbox)
        {
            return Finding.Skipped("INBOX was not opened");
        }
        IReadOnlyList<string> wrong = inbox.Contradictions();
        return wrong.Count == 0
            ? Finding.Ok($"{inbox.Mailboxes.Count} mailboxes, INBOX has {inbox.Exists} messages")
            : Finding.Warn($"INBOX contradicts itself: {wrong[0]}.").With(wrong.Skip(1)).Because("a damaged index on the server, or a program that changed the mail behind its back")
                .Do("On the server, have the index made anew (Dovecot: doveadm force-resync; Cyrus: reconstruct; Port143: the store check).", "port143 doctor --server --data DIR --only S24 --deep")
                .Do("In the mail program, remove the account and add it again if messages are missing there.");
    }
}
