using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>UNAUTHENTICATE (RFC 8437 section 3). The session ends compression after the OK.</summary>
internal static class UnauthenticateHandler
{
    public static CommandResult Run(ImapSession session)
    {
        session.Leave();
        return CommandResult.Ok("Signed out; sign in again, as anybody");
    }
}
