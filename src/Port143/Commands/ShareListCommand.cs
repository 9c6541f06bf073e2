using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary>
/// <c>port143 share list</c>: who shares what with whom. It reads the mailboxes themselves, and puts the register of shares
/// right where an account was restored from a backup.
/// </summary>
internal static class ShareListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var address = new Argument<string?>("ADDRESS") { Description = "Only this account's mailboxes.", Arity = ArgumentArity.ZeroOrOne };
        var asJson = new Option<bool>("--json") { Description = "Print a JSON array of objects with owner, mailbox, with, rights and seen." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("list", "List who shares which mailbox with whom.") { address, asJson, data };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(address), parsed.GetValue(asJson), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? address, bool asJson, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        await using SqliteMailStorage storage = SqliteMailStorage.Open(data);
        IReadOnlyList<Account> owners = address is null
            ? await directory.ListAsync(cancel)
            : [await Accounts.FindAsync(directory, Accounts.Address(address), cancel)];
        var shares = new List<(AccountAddress Owner, MailboxInfo Mailbox, AclEntry Entry)>();
        foreach (Account owner in owners)
        {
            MailboxList list = await storage.ListMailboxesAsync(owner.Id, cancel);
            shares.AddRange(list.Mailboxes.SelectMany(m => m.Acl.Entries.Select(e => (owner.Address, m, e))));
            await Sharing.SyncAsync(storage, directory, owner.Id, cancel);
        }
        if (asJson)
        {
            PrintJson(shares);
            return ExitCode.Ok;
        }
        foreach ((AccountAddress owner, MailboxInfo mailbox, AclEntry entry) in shares)
        {
            await Console.Out.WriteLineAsync($"{owner}  {mailbox.Name}  {entry.Identifier}  {MailboxRightsText.ToPlainLetters(entry.Rights)}  {Seen(mailbox)}");
        }
        return ExitCode.Ok;
    }

    private static string Seen(MailboxInfo mailbox) => mailbox.SharesSeen ? SeenSetting.Shared : SeenSetting.Private;

    private static void PrintJson(List<(AccountAddress Owner, MailboxInfo Mailbox, AclEntry Entry)> shares)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach ((AccountAddress owner, MailboxInfo mailbox, AclEntry entry) in shares)
            {
                json.WriteStartObject();
                json.WriteString("owner", owner.Value);
                json.WriteString("mailbox", mailbox.Name.Value);
                json.WriteString("with", entry.Identifier.ToString());
                json.WriteString("rights", MailboxRightsText.ToPlainLetters(entry.Rights));
                json.WriteString("seen", Seen(mailbox));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }
}
