using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Control;

namespace Port143.Commands;

/// <summary><c>port143 session list</c>: who is connected, since when, from where, with what.</summary>
internal static class SessionListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var address = new Argument<string?>("ADDRESS") { Description = "Only the sessions of this account.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> data = DataFolder.CreateOption();
        var asJson = new Option<bool>("--json")
        {
            Description = "Print a JSON array of objects with id, account, from, listener, tls, connected, signedIn, by and client.",
        };
        var command = new Command("list", "List who is connected to the running server.") { address, asJson, data };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress? wanted = parsed.GetValue(address) is { } text ? Accounts.Address(text) : null;
            string folder = DataFolder.Existing(parsed, data);
            using JsonDocument sessions = await ControlAnswer.AskAsync(folder, () => ControlClient.SessionsAsync(folder, cancel));
            Print(sessions.RootElement.EnumerateArray().Where(s => wanted is null || Text(s, "account") == wanted.Value), parsed.GetValue(asJson));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(IEnumerable<JsonElement> sessions, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Print(json =>
            {
                json.WriteStartArray();
                foreach (JsonElement session in sessions)
                {
                    session.WriteTo(json);
                }
                json.WriteEndArray();
            });
            return;
        }
        var table = new TextTable("ID", "ACCOUNT", "FROM", "SINCE", "BY", "CLIENT");
        foreach (JsonElement session in sessions)
        {
            string since = Text(session, "signedIn") is { Length: > 0 } signedIn ? signedIn : Text(session, "connected");
            table.Add(
                Text(session, "id"), Text(session, "account") is { Length: > 0 } account ? account : "-",
                $"{Text(session, "from")} {Text(session, "listener")}{(session.GetProperty("tls").GetBoolean() ? "" : " (no TLS)")}",
                since, Text(session, "by"), Text(session, "client"));
        }
        table.Print();
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";
}
