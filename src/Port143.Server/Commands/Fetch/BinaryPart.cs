using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Digest;

namespace Port143.Server.Commands.Fetch;

/// <summary>BINARY[part] and BINARY.SIZE[part] (RFC 3516): a part with its transfer encoding taken off.</summary>
internal sealed class BinaryPart(SectionPath section, PartialRange? partial, bool sizeOnly) : FetchPart
{
    public override ContentColumns Columns =>
        ContentColumns.Parts | ContentColumns.TextRanges | (section.Parts.IsEmpty ? ContentColumns.Header : ContentColumns.None);

    /// <summary>Whether a part could not be decoded: the command then ends with NO [UNKNOWN-CTE].</summary>
    public bool HasFailed { get; private set; }

    public override void Write(ImapSession session, ref FetchMessage message)
    {
        if (!TryFind(ref message, out TransferEncoding encoding, out long offset, out long length))
        {
            WriteMissing(session);
            return;
        }
        // Only BINARY[] of the whole message begins within its header.
        ReadOnlySpan<byte> header = message.Content.Header;
        WriteDecoded(session, encoding, section.Parts.IsEmpty
            ? (byte[])[.. header, .. message.ReadText(header.Length, length - header.Length)]
            : message.ReadText(offset, length));
    }

    public override async ValueTask WriteLargeAsync(ImapSession session, LargeMessage message, CancellationToken cancel)
    {
        if (TryFind(message, out TransferEncoding encoding, out long offset, out long length))
        {
            WriteDecoded(session, encoding, await message.ReadAsync(offset, length, cancel).ConfigureAwait(false));
            await session.FlushAsync().ConfigureAwait(false);
        }
        else
        {
            WriteMissing(session);
        }
    }

    private bool TryFind(LargeMessage message, out TransferEncoding encoding, out long offset, out long length)
    {
        FetchMessage small = message.WithoutText();
        return TryFind(ref small, out encoding, out offset, out length);
    }

    private bool TryFind(ref FetchMessage message, out TransferEncoding encoding, out long offset, out long length)
    {
        encoding = TransferEncoding.Binary;
        offset = 0;
        length = message.Row.Size;
        if (section.Parts.IsEmpty)
        {
            return true;
        }
        if (!message.Parts.TryFind(section.Parts, out int part)
            || !message.Parts.TryLocate(section.Parts, Storage.Digest.SectionKind.All, out offset, out length))
        {
            return false;
        }
        MessagePart found = message.Parts[part];
        encoding = found.IsMultipart || found.IsMessage ? TransferEncoding.Binary : found.Encoding;
        return true;
    }

    private void WriteDecoded(ImapSession session, TransferEncoding encoding, ReadOnlySpan<byte> encoded)
    {
        ReadOnlySpan<byte> decoded = encoded;
        if (encoding is not (TransferEncoding.SevenBit or TransferEncoding.EightBit or TransferEncoding.Binary))
        {
            if (!ContentDecoder.TryDecode(encoded, encoding, out byte[] bytes))
            {
                HasFailed = true;
                WriteMissing(session);
                return;
            }
            decoded = bytes;
        }
        if (sizeOnly)
        {
            WriteName(session);
            session.Writer.Number(decoded.Length);
            return;
        }
        if (partial is { } range)
        {
            decoded = decoded[(int)Math.Min(range.Offset, decoded.Length)..];
            decoded = decoded[..(int)Math.Min(range.Count, decoded.Length)];
        }
        WriteName(session);
        if (decoded.Contains((byte)0))
        {
            session.Writer.Literal8Header(decoded.Length).Raw(decoded);
        }
        else
        {
            session.Writer.Literal(decoded);
        }
    }

    private void WriteMissing(ImapSession session)
    {
        WriteName(session);
        session.Writer.Raw(sizeOnly ? "0"u8 : "NIL"u8);
    }

    private void WriteName(ImapSession session)
    {
        session.Writer.Raw(sizeOnly ? "BINARY.SIZE["u8 : "BINARY["u8).Raw(section.Echo.Span).Byte((byte)']');
        if (partial is { } range && !sizeOnly)
        {
            session.Writer.Byte((byte)'<').Number(range.Offset).Byte((byte)'>');
        }
        session.Writer.Space();
    }
}
