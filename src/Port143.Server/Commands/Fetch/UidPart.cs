using Port143.Server.Sessions;

namespace Port143.Server.Commands.Fetch;

/// <summary>UID</summary>
internal sealed class UidPart : FetchPart
{
    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("UID "u8).Number(message.Row.Uid);
}
