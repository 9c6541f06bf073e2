using System.CommandLine;
using Port143.Cli;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 quota set</c>: gives an account limits of its own.</summary>
internal static class QuotaSetCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string?> storage = Limit("--storage", "How much mail it may keep, such as 5G; none for no limit.");
        Option<string?> messages = Limit("--messages", "How many messages it may keep; none for no limit.");
        Option<string?> mailboxes = Limit("--mailboxes", "How many mailboxes it may have; none for no limit.");
        Option<string?> annotations = Limit("--annotations", "How much it may keep in annotations; none for no limit.");
        var byDefault = new Option<bool>("--default") { Description = "Take the account's own limits away: those of the configuration hold again." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("set", "Set limits of an account. Those that are not named stay as they are.")
        {
            address, storage, messages, mailboxes, annotations, byDefault, data,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetRequiredValue(address), DataFolder.Existing(parsed, data), parsed.GetValue(byDefault),
            limits => Change(
                limits, parsed.GetValue(storage), parsed.GetValue(messages), parsed.GetValue(mailboxes), parsed.GetValue(annotations)),
            cancel));
        return command;
    }

    private static Option<string?> Limit(string name, string description) => new(name) { Description = description, HelpName = "LIMIT" };

    private static QuotaLimits Change(QuotaLimits limits, string? storage, string? messages, string? mailboxes, string? annotations) => new(
        storage is null ? limits.Storage : QuotaText.Size("--storage", storage),
        messages is null ? limits.Messages : QuotaText.Count("--messages", messages),
        mailboxes is null ? limits.Mailboxes : QuotaText.Count("--mailboxes", mailboxes),
        annotations is null ? limits.Annotations : QuotaText.Size("--annotations", annotations));

    private static async Task<int> RunAsync(
        string address, string data, bool byDefault, Func<QuotaLimits, QuotaLimits> change, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account account = await Accounts.FindAsync(directory, Accounts.Address(address), cancel);
        await using SqliteMailStorage mail = SqliteMailStorage.Open(data, QuotaShowCommand.Options(data));
        Quota quota = await QuotaShowCommand.ReadAsync(mail, account, cancel);
        QuotaLimits? limits = byDefault ? null : change(quota.Limits);
        MailboxResult result = await mail.CommitAsync(account.Id, new SetQuotaChange(limits), cancel);
        if (!result.Succeeded)
        {
            throw new CliException(ExitCode.TemporaryFailure, $"the limits of {address} cannot be set ({result.Failure})");
        }
        await directory.NoteAsync(Accounts.Actor, "quota", account, limits?.ToString() ?? "by default", cancel);
        QuotaShowCommand.Print(await QuotaShowCommand.ReadAsync(mail, account, cancel));
        return ExitCode.Ok;
    }
}
