using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>CAPABILITY (RFC 9051 section 6.1.1).</summary>
internal static class CapabilityHandler
{
    public static CommandResult Run(ImapSession session)
    {
        session.Writer.Raw("* CAPABILITY "u8).Ascii(Capabilities.Of(session)).CrLf();
        return CommandResult.Ok("CAPABILITY completed");
    }
}
