using System.CommandLine;
using System.Globalization;
using Port143.Cli;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 account history</c>: who signed in to an account, and who tried.</summary>
internal static class AccountHistoryCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string> data = DataFolder.CreateOption();
        var limit = new Option<int>("--limit") { Description = "How many rows at the most.", DefaultValueFactory = _ => 100 };
        var asJson = new Option<bool>("--json")
        {
            Description = "Print a JSON array of objects with first, last, count, from, network, by and cause, which is null for good sign-ins.",
        };
        var command = new Command(
            "history", "List the sign-ins of an account, newest first; those of a day that are alike are one row. A running server writes them "
            + "within five seconds.")
        {
            address, limit, asJson, data,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress wanted = Accounts.Address(parsed.GetRequiredValue(address));
            await using SqliteDirectory directory = DataFolder.OpenDirectory(DataFolder.Existing(parsed, data));
            Account account = await Accounts.FindAsync(directory, wanted, cancel);
            Print(await directory.ListSignInsAsync(account.Id, parsed.GetValue(limit), cancel), parsed.GetValue(asJson));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(IReadOnlyList<SignInRecord> signIns, bool asJson)
    {
        if (!asJson)
        {
            var table = new TextTable("LAST", "TIMES", "FROM", "BY", "RESULT");
            foreach (SignInRecord signIn in signIns)
            {
                table.Add(
                    UtcText.Seconds(signIn.Last), signIn.Count.ToString(CultureInfo.InvariantCulture), signIn.Address, signIn.By,
                    signIn.Cause.Length == 0 ? "signed in" : "refused: " + signIn.Cause);
            }
            table.Print();
            return;
        }
        JsonOutput.Print(json =>
        {
            json.WriteStartArray();
            foreach (SignInRecord signIn in signIns)
            {
                json.WriteStartObject();
                json.WriteString("first", UtcText.Seconds(signIn.First));
                json.WriteString("last", UtcText.Seconds(signIn.Last));
                json.WriteNumber("count", signIn.Count);
                json.WriteString("from", signIn.Address);
                json.WriteString("network", signIn.Network);
                json.WriteString("by", signIn.By);
                json.WriteString("cause", signIn.Cause.Length == 0 ? null : signIn.Cause);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
