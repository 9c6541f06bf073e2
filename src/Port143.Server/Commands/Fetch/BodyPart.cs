using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>BODY without a section: stored as it goes over the wire.</summary>
internal sealed class BodyPart : FetchPart
{
    public override ContentColumns Columns => ContentColumns.Body;

    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("BODY "u8).Raw(message.Content.Body);
}
