using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>BODYSTRUCTURE: stored as it goes over the wire.</summary>
internal sealed class BodyStructurePart : FetchPart
{
    public override ContentColumns Columns => ContentColumns.BodyStructure;

    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("BODYSTRUCTURE "u8).Raw(message.Content.BodyStructure);
}
