using Port143.Mail;

namespace Port143.Cli;

/// <summary>Reads the name of a mailbox from the command line.</summary>
internal static class MailboxOption
{
    /// <summary>The name, or null when the option is not there.</summary>
    public static MailboxName? Parse(string? text) =>
        text is null ? null
        : MailboxName.TryCreate(text, out MailboxName? name, out string? error) ? name
        : throw new CliException(ExitCode.Usage, $"--mailbox \"{text}\": {error}");
}
