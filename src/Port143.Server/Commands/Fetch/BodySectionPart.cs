using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Sessions;
using Port143.Storage;
using Digest = Port143.Storage.Digest;

namespace Port143.Server.Commands.Fetch;

/// <summary>BODY[section], but for HEADER.FIELDS.</summary>
internal sealed class BodySectionPart(BodySectionItem item) : SectionPart
{
    private readonly Digest.SectionKind _kind = item.Section.Kind switch
    {
        SectionKind.Header => Digest.SectionKind.Header,
        SectionKind.Text => Digest.SectionKind.Text,
        SectionKind.Mime => Digest.SectionKind.Mime,
        _ => Digest.SectionKind.All,
    };

    // The whole header and the whole text are known without the table of parts.
    private bool IsTopLevel => item.Section.Parts.IsEmpty;

    public override ContentColumns Columns => (IsTopLevel, _kind) switch
    {
        (true, Digest.SectionKind.Header) => ContentColumns.Header,
        (true, _) => ContentColumns.Header | ContentColumns.TextRanges,
        // BODY[1.MIME] of a message that is no multipart is its header; all other parts lie behind that.
        (false, Digest.SectionKind.Mime) => ContentColumns.Parts | ContentColumns.Header | ContentColumns.TextRanges,
        _ => ContentColumns.Parts | ContentColumns.TextRanges,
    };

    protected override void WriteName(ImapSession session) => WriteName(session, item);

    /// <summary>Writes BODY[...]&lt;origin&gt; as the client asked for it.</summary>
    public static void WriteName(ImapSession session, BodySectionItem item)
    {
        session.Writer.Raw("BODY["u8).Raw(item.Section.Echo.Span).Byte((byte)']');
        if (item.Partial is { } partial)
        {
            session.Writer.Byte((byte)'<').Number(partial.Offset).Byte((byte)'>');
        }
        session.Writer.Space();
    }

    protected override bool TryLocate(ref FetchMessage message, out long offset, out long length)
    {
        long header = message.Content.Header.Length;
        offset = 0;
        length = message.Row.Size;
        if (IsTopLevel)
        {
            if (_kind == Digest.SectionKind.Header)
            {
                length = header;
            }
            else if (_kind == Digest.SectionKind.Text)
            {
                offset = header;
                length = message.Row.Size - header;
            }
        }
        else if (!message.Parts.TryLocate(item.Section.Parts, _kind, out offset, out length))
        {
            return false;
        }
        Cut(item.Partial, ref offset, ref length);
        return true;
    }
}
