using System.Text;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Sessions;
using Port143.Storage;
using Digest = Port143.Storage.Digest;

namespace Port143.Server.Commands.Fetch;

/// <summary>BODY[HEADER.FIELDS (...)] and BODY[HEADER.FIELDS.NOT (...)], of the message or of one within it.</summary>
internal sealed class HeaderFieldsPart(BodySectionItem item) : FetchPart
{
    private readonly Digest.HeaderFieldSelector _selector = new(
        item.Section.Fields.Select(Encoding.ASCII.GetBytes), item.Section.Kind == SectionKind.HeaderFieldsNot);

    private bool IsTopLevel => item.Section.Parts.IsEmpty;

    public override ContentColumns Columns =>
        IsTopLevel ? ContentColumns.Header : ContentColumns.Parts | ContentColumns.TextRanges;

    public override void Write(ImapSession session, ref FetchMessage message)
    {
        if (IsTopLevel)
        {
            WriteSelected(session, message.Content.Header);
            return;
        }
        if (!message.Parts.TryLocate(item.Section.Parts, Digest.SectionKind.Header, out long offset, out long length))
        {
            WriteMissing(session);
            return;
        }
        // A header within a message lies behind the message's own header.
        WriteSelected(session, message.ReadText(offset, length));
    }

    public override async ValueTask WriteLargeAsync(ImapSession session, LargeMessage message, CancellationToken cancel)
    {
        if (IsTopLevel)
        {
            await base.WriteLargeAsync(session, message, cancel).ConfigureAwait(false);
            return;
        }
        if (TryLocate(message, out long offset, out long length))
        {
            WriteSelected(session, await message.ReadAsync(offset, length, cancel).ConfigureAwait(false));
        }
        else
        {
            WriteMissing(session);
        }
    }

    private bool TryLocate(LargeMessage message, out long offset, out long length) =>
        message.WithoutText().Parts.TryLocate(item.Section.Parts, Digest.SectionKind.Header, out offset, out length);

    private void WriteMissing(ImapSession session)
    {
        BodySectionPart.WriteName(session, item);
        session.Writer.Raw("NIL"u8);
    }

    private void WriteSelected(ImapSession session, ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> selected = _selector.Select(header);
        if (item.Partial is { } partial)
        {
            selected = selected[(int)Math.Min(partial.Offset, selected.Length)..];
            selected = selected[..(int)Math.Min(partial.Count, selected.Length)];
        }
        BodySectionPart.WriteName(session, item);
        session.Writer.LiteralHeader(selected.Length).MessageOctets(selected);
    }
}
