using Port143.Server.Sessions;

namespace Port143.Server.Commands.Fetch;

/// <summary>INTERNALDATE</summary>
internal sealed class InternalDatePart : FetchPart
{
    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("INTERNALDATE "u8).Date(message.Row.InternalDate);
}
