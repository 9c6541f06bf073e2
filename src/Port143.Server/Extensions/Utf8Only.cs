using Port143.Protocol.Imap;
using Port143.Server.Sessions;

namespace Port143.Server.Extensions;

/// <summary>
/// UTF8=ONLY (RFC 9755 section 7), where the administrator wants it: before a client has enabled UTF8=ACCEPT, or IMAP4rev2, which
/// includes it, it gets nothing that might need UTF-8.
/// </summary>
internal static class Utf8Only
{
    /// <summary>The refusal of a command, or null when it may run.</summary>
    public static CommandResult? Refuse(ImapSession session, CommandRow row) =>
        session.Services.Options.Utf8 == Utf8Support.Only && session.Account is not null && !session.Writer.Utf8 && NeedsUtf8(row.Name)
            ? CommandResult.No("This server speaks UTF-8 only: ENABLE UTF8=ACCEPT first", ResponseCode.Cannot)
            : null;

    private static bool NeedsUtf8(string command) => command is not
        ("CAPABILITY" or "NOOP" or "LOGOUT" or "ID" or "ENABLE" or "COMPRESS" or "UNAUTHENTICATE" or "LANGUAGE" or "COMPARATOR" or "IDLE");
}
