using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Commands.Fetch;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Digest;
using Port143.Storage.Index;
using SectionKind = Port143.Protocol.Imap.Commands.Fetch.SectionKind;

namespace Port143.Server.Commands;

/// <summary>
/// The octets that an IMAP URL means: a range of a message's bytes, read where they lie, or header fields picked out of one.
/// </summary>
internal sealed class UrlContent : IAsyncDisposable
{
    private readonly byte[] _structure;

    private UrlContent(Stream stream, long length, TransferEncoding encoding, byte[] structure)
    {
        Stream = stream;
        Length = length;
        Encoding = encoding;
        _structure = structure;
    }

    /// <summary>Stands at the first octet.</summary>
    public Stream Stream { get; }

    /// <summary>How many octets.</summary>
    public long Length { get; }

    /// <summary>How the octets are encoded, if they are all of a part.</summary>
    public TransferEncoding Encoding { get; }

    /// <summary>The structure of the part, or of it decoded to this size (RFC 5524 section 3.2).</summary>
    public byte[] Structure(long? decoded) => decoded is { } size ? BodyStructureSlice.Decoded(_structure, size) : _structure;

    /// <summary>Opens what the URL means in this mailbox; null when there is no such message or part.</summary>
    public static async ValueTask<UrlContent?> OpenAsync(SessionServices services, AccountId account, MailboxId mailbox, ImapUrl url, CancellationToken cancel)
    {
        MailboxIndex? index = await services.Indexes.OpenAsync(account, mailbox, cancel).ConfigureAwait(false);
        if (index is null || url.UidValidity is { } validity && validity != index.State.UidValidity || !index.TryGetRow(url.Uid, out MessageRow row))
        {
            return null;
        }
        var facts = new Facts();
        await services.Storage.ReadContentsAsync(
            account, new[] { row.Content }, ContentColumns.Header | ContentColumns.Parts | ContentColumns.Body, facts, cancel).ConfigureAwait(false);
        if (!facts.TryLocate(row, url.Section, out long offset, out long length, out TransferEncoding encoding))
        {
            return null;
        }
        Stream? stream = await services.Storage.OpenMessageAsync(account, row.Content, cancel).ConfigureAwait(false);
        if (stream is null)
        {
            return null;
        }
        if (url.Section.Kind is SectionKind.HeaderFields or SectionKind.HeaderFieldsNot)
        {
            stream = await SelectAsync(stream, offset, length, url.Section, cancel).ConfigureAwait(false);
            (offset, length) = (0, stream.Length);
        }
        if (url.Partial is { } range)
        {
            long skipped = Math.Min(range.Offset, length);
            offset += skipped;
            length = Math.Min(range.Count, length - skipped);
        }
        stream.Position = offset;
        return new UrlContent(stream, length, encoding, facts.Structure(url.Section));
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    // Fields are no range of the message's bytes; a header is small enough to be read as a whole.
    private static async ValueTask<Stream> SelectAsync(Stream message, long offset, long length, SectionPath section, CancellationToken cancel)
    {
        await using (message.ConfigureAwait(false))
        {
            message.Position = offset;
            byte[] header = new byte[length];
            await message.ReadExactlyAsync(header, cancel).ConfigureAwait(false);
            var selector = new HeaderFieldSelector(
                section.Fields.Select(System.Text.Encoding.ASCII.GetBytes), section.Kind == SectionKind.HeaderFieldsNot);
            return new MemoryStream(selector.Select(header).ToArray(), writable: false);
        }
    }

    private sealed class Facts : IContentVisitor
    {
        private int _header = -1;
        private byte[] _body = [];
        private PartTable? _parts;

        public bool Visit(int index, in ContentRow content)
        {
            if (content.Found)
            {
                _header = content.Header.Length;
                _body = content.Body.ToArray();
                _parts = PartTable.Deserialize(content.Parts);
            }
            return false;
        }

        public byte[] Structure(SectionPath section) =>
            BodyStructureSlice.Find(_body, section.Parts) is { IsEmpty: false } found ? found.ToArray() : "NIL"u8.ToArray();

        public bool TryLocate(in MessageRow row, SectionPath section, out long offset, out long length, out TransferEncoding encoding)
        {
            (offset, length, encoding) = (0, row.Size, TransferEncoding.Binary);
            if (_header < 0)
            {
                return false;
            }
            if (section.Parts.IsEmpty)
            {
                (offset, length) = section.Kind switch
                {
                    SectionKind.Header or SectionKind.HeaderFields or SectionKind.HeaderFieldsNot => (0, _header),
                    SectionKind.Text => (_header, row.Size - _header),
                    _ => (0, row.Size),
                };
                return true;
            }
            if (section.Kind == SectionKind.All && _parts!.TryFind(section.Parts, out int found) && _parts[found] is { IsMultipart: false, IsMessage: false } part)
            {
                encoding = part.Encoding;
            }
            return _parts!.TryLocate(section.Parts, section.Kind switch
            {
                SectionKind.Header or SectionKind.HeaderFields or SectionKind.HeaderFieldsNot => Storage.Digest.SectionKind.Header,
                SectionKind.Text => Storage.Digest.SectionKind.Text,
                SectionKind.Mime => Storage.Digest.SectionKind.Mime,
                _ => Storage.Digest.SectionKind.All,
            }, out offset, out length);
        }
    }
}
