using Port143.Protocol.Imap;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>COMPRESS (RFC 4978 section 3). The session begins to compress after the OK.</summary>
internal static class CompressHandler
{
    public static CommandResult Run(ImapSession session) => session.Pipe.IsCompressed
        ? CommandResult.No("DEFLATE is active already", ResponseCode.CompressionActive)
        : CommandResult.Ok("DEFLATE active");
}
