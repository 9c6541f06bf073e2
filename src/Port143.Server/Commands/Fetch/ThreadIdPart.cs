using Port143.Server.Sessions;

namespace Port143.Server.Commands.Fetch;

/// <summary>THREADID (RFC 8474 section 5.2): NIL, since threads are not kept.</summary>
internal sealed class ThreadIdPart : FetchPart
{
    public override void Write(ImapSession session, ref FetchMessage message) => session.Writer.Raw("THREADID NIL"u8);
}
