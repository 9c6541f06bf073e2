using Port143.Protocol.Imap.Commands;
using Port143.Server.Authentication;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>
/// ID (RFC 2971). The client's answer is written to the log, which is where an administrator looks for the device that has
/// trouble. We say our name, and our version only to who has signed in.
/// </summary>
internal static class IdHandler
{
    private static readonly string Version = typeof(IdHandler).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static CommandResult Run(ImapSession session, IdCommand command)
    {
        session.NoteClientId(command.Fields);
        if (command.Fields.Count > 0)
        {
            string said = string.Join(' ', command.Fields.Where(f => f.Value is not null).Select(f => $"{f.Name}={f.Value}"));
            ServerLog.ClientId(
                session.Services.Log, session.Listener, session.Client, session.Account?.Address.Value ?? "-",
                LogText.Escape(System.Text.Encoding.UTF8.GetBytes(said)));
        }
        session.Writer.Raw("* ID (\"name\" \"Port143\""u8);
        if (session.Account is not null)
        {
            session.Writer.Raw(" \"version\" "u8).String(Version);
        }
        session.Writer.Raw(")\r\n"u8);
        return CommandResult.Ok("ID completed");
    }
}
