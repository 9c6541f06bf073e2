using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>PREVIEW (RFC 8970): made on arrival, so LAZY never has to wait.</summary>
internal sealed class PreviewPart : FetchPart
{
    public override ContentColumns Columns => ContentColumns.Preview;

    public override void Write(ImapSession session, ref FetchMessage message) =>
        session.Writer.Raw("PREVIEW "u8).String(message.Content.Preview);
}
