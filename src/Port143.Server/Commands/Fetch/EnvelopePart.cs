using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>ENVELOPE: stored as it goes over the wire.</summary>
internal sealed class EnvelopePart : FetchPart
{
    public override ContentColumns Columns => ContentColumns.Envelope;

    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("ENVELOPE "u8).Raw(message.Content.Envelope);
}
