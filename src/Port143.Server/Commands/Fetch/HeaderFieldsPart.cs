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

    /// <summary>The longest list of fields whose answers are kept.</summary>
    private const int LongestKey = 1024;

    /// <summary>Stands for what is chosen, in any order and case; null where that is not kept.</summary>
    public string? CacheKey { get; } = MakeCacheKey(item);

    private bool IsTopLevel => item.Section.Parts.IsEmpty;

    public override ContentColumns Columns =>
        IsTopLevel ? ContentColumns.Header : ContentColumns.Parts | ContentColumns.TextRanges;

    /// <summary>The chosen fields of a header and the empty line, valid until the next call.</summary>
    public ReadOnlySpan<byte> Select(ReadOnlySpan<byte> header) => _selector.Select(header);

    public override void Write(ImapSession session, ref FetchMessage message)
    {
        if (IsTopLevel)
        {
            WriteSelected(session, message.HeaderFields.IsEmpty ? Select(message.Content.Header) : message.HeaderFields);
            return;
        }
        if (!message.Parts.TryLocate(item.Section.Parts, Digest.SectionKind.Header, out long offset, out long length))
        {
            WriteMissing(session);
            return;
        }
        // A header within a message lies behind the message's own header.
        WriteSelected(session, Select(message.ReadText(offset, length)));
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
            byte[] header = await message.ReadAsync(offset, length, cancel).ConfigureAwait(false);
            WriteSelected(session, Select(header));
        }
        else
        {
            WriteMissing(session);
        }
    }

    // A name may have any character but NUL, so each is told with its length.
    private static string? MakeCacheKey(BodySectionItem item)
    {
        if (!item.Section.Parts.IsEmpty || item.Section.Fields.Sum(f => (long)f.Length) > LongestKey)
        {
            return null;
        }
        IEnumerable<string> names = item.Section.Fields
            .Select(f => Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(f)).ToUpperInvariant())
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(n => $"{n.Length}:{n}");
        return (item.Section.Kind == SectionKind.HeaderFieldsNot ? "!" : "") + string.Concat(names);
    }

    private bool TryLocate(LargeMessage message, out long offset, out long length) =>
        message.WithoutText().Parts.TryLocate(item.Section.Parts, Digest.SectionKind.Header, out offset, out length);

    private void WriteMissing(ImapSession session)
    {
        BodySectionPart.WriteName(session, item);
        session.Writer.Raw("NIL"u8);
    }

    private void WriteSelected(ImapSession session, ReadOnlySpan<byte> selected)
    {
        if (item.Partial is { } partial)
        {
            selected = selected[(int)Math.Min(partial.Offset, selected.Length)..];
            selected = selected[..(int)Math.Min(partial.Count, selected.Length)];
        }
        BodySectionPart.WriteName(session, item);
        session.Writer.LiteralHeader(selected.Length).MessageOctets(selected);
    }
}
