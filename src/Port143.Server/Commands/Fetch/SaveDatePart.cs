using Port143.Mail;
using Port143.Server.Sessions;

namespace Port143.Server.Commands.Fetch;

/// <summary>SAVEDATE (RFC 8514 section 4)</summary>
internal sealed class SaveDatePart : FetchPart
{
    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("SAVEDATE "u8).Date(new InternalDate(message.Row.SaveDate, 0));
}
