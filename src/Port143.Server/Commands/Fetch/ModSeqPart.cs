using Port143.Server.Sessions;

namespace Port143.Server.Commands.Fetch;

/// <summary>MODSEQ (RFC 7162 section 3.1.4)</summary>
internal sealed class ModSeqPart : FetchPart
{
    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("MODSEQ ("u8).Number(message.Row.ModSeq).Byte((byte)')');
}
