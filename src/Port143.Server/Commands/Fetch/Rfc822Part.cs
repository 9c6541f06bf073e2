using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>RFC822, RFC822.HEADER and RFC822.TEXT (RFC 3501 section 6.4.5).</summary>
internal sealed class Rfc822Part(Rfc822Range range) : SectionPart
{
    public override ContentColumns Columns =>
        range == Rfc822Range.Header ? ContentColumns.Header : ContentColumns.Header | ContentColumns.TextRanges;

    protected override void WriteName(ImapSession session) => session.Writer.Raw(range switch
    {
        Rfc822Range.Header => "RFC822.HEADER "u8,
        Rfc822Range.Text => "RFC822.TEXT "u8,
        _ => "RFC822 "u8,
    });

    protected override bool TryLocate(ref FetchMessage message, out long offset, out long length)
    {
        long header = message.Content.Header.Length;
        offset = range == Rfc822Range.Text ? header : 0;
        length = range == Rfc822Range.Header ? header : message.Row.Size - offset;
        return true;
    }
}
