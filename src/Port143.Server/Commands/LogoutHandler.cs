using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>LOGOUT (RFC 9051 section 6.1.3).</summary>
internal static class LogoutHandler
{
    public static CommandResult Run(ImapSession session)
    {
        session.Unselect();
        session.Bye("Goodbye", "the client logged out");
        return CommandResult.Ok("LOGOUT completed");
    }
}
