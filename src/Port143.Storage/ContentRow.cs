using Port143.Mail;

namespace Port143.Storage;

/// <summary>One content during a visit. Columns that were not asked for are empty.</summary>
public ref struct ContentRow
{
    /// <summary>Whether the content exists.</summary>
    public bool Found;

    /// <summary>ENVELOPE as wire bytes.</summary>
    public ReadOnlySpan<byte> Envelope;

    /// <summary>BODY as wire bytes.</summary>
    public ReadOnlySpan<byte> Body;

    /// <summary>BODYSTRUCTURE as wire bytes.</summary>
    public ReadOnlySpan<byte> BodyStructure;

    /// <summary>The part table, serialised (<see cref="Digest.PartTable.Deserialize"/>).</summary>
    public ReadOnlySpan<byte> Parts;

    /// <summary>The preview, UTF-8.</summary>
    public ReadOnlySpan<byte> Preview;

    /// <summary>The date of the Date field, if it has a valid one.</summary>
    public InternalDate? SentDate;

    /// <summary>The header block with the empty line that ends it.</summary>
    public ReadOnlySpan<byte> Header;

    /// <summary>The bytes after the header block; empty when <see cref="IsLarge"/>.</summary>
    public ReadOnlySpan<byte> Text;

    /// <summary>Where <see cref="CopyText"/> reads from; null when <see cref="Text"/> holds the bytes.</summary>
    public IContentText? TextSource;

    /// <summary>The thread keys (<see cref="Digest.ThreadKeys.Read"/>); empty when the digest is too old to have them.</summary>
    public ReadOnlySpan<byte> Thread;

    /// <summary>Whether the bytes after the header must be read with <see cref="IMailStorage.OpenMessageAsync"/>.</summary>
    public bool IsLarge;

    /// <summary>
    /// Whether the whole message is known to have no NUL, told with <see cref="ContentColumns.TextRanges"/>: such octets may go into a
    /// literal as they are (RFC 9051 section 9, note 3).
    /// </summary>
    public bool IsFreeOfNul;

    /// <summary>
    /// Copies bytes from the text, which begins after the header block. The range must lie within it: the caller knows how long
    /// the message is. Not for large contents.
    /// </summary>
    public readonly void CopyText(long offset, Span<byte> destination)
    {
        if (TextSource is { } source)
        {
            source.Read(offset, destination);
        }
        else
        {
            Text.Slice((int)offset, destination.Length).CopyTo(destination);
        }
    }
}
