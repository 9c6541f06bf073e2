using Port143.Server.Sessions;

namespace Port143.Server.Commands.Fetch;

/// <summary>RFC822.SIZE</summary>
internal sealed class Rfc822SizePart : FetchPart
{
    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("RFC822.SIZE "u8).Number(message.Row.Size);
}
