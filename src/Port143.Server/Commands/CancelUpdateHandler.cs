using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>CANCELUPDATE (RFC 5267 section 4.3.5).</summary>
internal static class CancelUpdateHandler
{
    public static CommandResult Run(ImapSession session, CancelUpdateCommand command) => session.Selected!.Contexts.TryCancel(command.Tags)
        ? CommandResult.Ok("CANCELUPDATE completed")
        : CommandResult.Bad("There is no search with updates under that tag");
}
