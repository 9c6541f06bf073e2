using Port143.Protocol.Imap;
using Port143.Server.Sessions;

namespace Port143.Server.Extensions;

/// <summary>
/// UIDONLY (RFC 9586): once enabled, no sequence number goes either way. What would be FETCH is UIDFETCH, what would be EXPUNGE
/// is VANISHED, and what names messages by number is BAD.
/// </summary>
internal static class UidOnly
{
    /// <summary>The reply to a sequence number, once they are not allowed any more.</summary>
    public static CommandResult UidRequired =>
        CommandResult.Bad("Message numbers are not allowed once UIDONLY is enabled", ResponseCode.UidRequired);

    /// <summary>The refusal of a command that uses sequence numbers, or null when it may run.</summary>
    public static CommandResult? Refuse(ImapSession session, CommandRow row) =>
        session.UidOnly && row.UsesSequenceNumbers ? UidRequired : null;

    /// <summary>Writes <c>* n FETCH (</c>, or <c>* uid UIDFETCH (</c>.</summary>
    public static ResponseWriter BeginFetch(ImapSession session, uint number, uint uid) => session.UidOnly
        ? session.Writer.Raw("* "u8).Number(uid).Raw(" UIDFETCH ("u8)
        : session.Writer.Raw("* "u8).Number(number).Raw(" FETCH ("u8);
}
