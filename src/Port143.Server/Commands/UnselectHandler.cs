using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>UNSELECT (RFC 9051 section 6.4.2).</summary>
internal static class UnselectHandler
{
    public static CommandResult Run(ImapSession session)
    {
        session.Unselect();
        return CommandResult.Ok("UNSELECT completed");
    }
}
