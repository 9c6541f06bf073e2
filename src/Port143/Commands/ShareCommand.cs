using System.CommandLine;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 share</c>: gives somebody rights to a mailbox, as SETACL does (RFC 4314).</summary>
internal static class ShareCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var mailbox = new Argument<string>("MAILBOX") { Description = "The mailbox, such as INBOX or \"Projects/2026\"." };
        var with = new Option<string>("--with")
        {
            Description = "Who gets the rights: an address, or \"anyone\" for every account here. A dash before it takes rights away.",
            HelpName = "WHO",
            Required = true,
        };
        var rights = new Option<string>("--rights")
        {
            Description = "The rights as letters: l look up, r read, s seen, w flags, i insert, p post, k create below, x delete, t mark "
                + "deleted, e expunge, a administer. Nothing (\"\") ends the share.",
            HelpName = "LETTERS",
            Required = true,
        };
        var seen = new Option<string>("--seen")
        {
            Description = "Whether readers mark mail as read each for himself (private, as long as nothing is said) or for everybody "
                + "(shared). It holds for all who read the mailbox.",
            HelpName = "private|shared",
        };
        seen.AcceptOnlyFromAmong(SeenSetting.Private, SeenSetting.Shared);
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("share", "Share a mailbox with somebody, or end that. Works while the server runs.")
        {
            address, mailbox, with, rights, seen, data, ShareListCommand.Create(),
        };
        command.SetAction((parsed, cancel) => RunAsync(
            Accounts.Address(parsed.GetRequiredValue(address)), parsed.GetRequiredValue(mailbox), parsed.GetRequiredValue(with),
            parsed.GetRequiredValue(rights), parsed.GetValue(seen), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        AccountAddress address, string mailbox, string with, string letters, string? seen, string data, CancellationToken cancel)
    {
        if (!AclIdentifier.TryParse(with, out AclIdentifier? identifier, out string? error))
        {
            throw new CliException(ExitCode.Usage, $"--with \"{with}\" is neither an address nor anyone: {error}");
        }
        if (!MailboxRightsText.TryParse(letters, out MailboxRights rights, out error))
        {
            throw new CliException(ExitCode.Usage, $"--rights \"{letters}\": {error}");
        }
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account owner = await Accounts.FindAsync(directory, address, cancel);
        await using SqliteMailStorage storage = SqliteMailStorage.Open(data);
        MailboxList list = await storage.ListMailboxesAsync(owner.Id, cancel);
        if (!MailboxName.TryCreate(mailbox, out MailboxName? name, out _) || list.Find(name) is not { } info)
        {
            throw new CliException(ExitCode.NoInput, $"{address} has no mailbox \"{mailbox}\"");
        }
        bool isOwner = !identifier.IsNegative && address.Equals(identifier.Address);
        if (seen is not null)
        {
            // Before the rights: nobody is to mark mail as read for everybody, or to miss that others do.
            AnnotateResult set = await storage.CommitAsync(
                owner.Id, new AnnotateChange(info.Id, [SeenSetting.Of(seen == SeenSetting.Shared)]), cancel);
            if (!set.Succeeded)
            {
                throw new CliException(ExitCode.Unavailable, $"who shares \\Seen of {name} was not changed: {set.Failure}");
            }
        }
        MailboxResult result = await Sharing.ChangeAsync(
            storage, directory, owner.Id, new SetAclChange(info.Id, identifier, AclMode.Replace, rights, isOwner), Accounts.Actor, cancel);
        if (!result.Succeeded)
        {
            throw new CliException(ExitCode.Unavailable, $"the rights of {identifier} were not changed: {result.Failure}");
        }
        await Console.Error.WriteLineAsync(rights == MailboxRights.None
            ? $"{identifier} has no entry for {name} of {address} any more"
            : $"{identifier} has {MailboxRightsText.ToPlainLetters(rights)} for {name} of {address}");
        return ExitCode.Ok;
    }
}
