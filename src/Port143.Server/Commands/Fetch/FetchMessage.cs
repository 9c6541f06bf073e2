using Port143.Storage;
using Port143.Storage.Digest;

namespace Port143.Server.Commands.Fetch;

/// <summary>One message while its FETCH response is written.</summary>
internal ref struct FetchMessage
{
    private PartTable? _parts;

    /// <summary>Its sequence number.</summary>
    public uint Number;

    public MessageRow Row;

    /// <summary>The columns of its content that the items asked for.</summary>
    public ContentRow Content;

    /// <summary>The chosen fields of its header; empty when they are still to be chosen.</summary>
    public ReadOnlySpan<byte> HeaderFields;

    /// <summary>Its table of parts, read when first needed.</summary>
    public PartTable Parts => _parts ??= PartTable.Deserialize(Content.Parts);

    /// <summary>How long its header block is: as the table of parts says where the header itself was not asked for.</summary>
    public int HeaderLength => Content.Header.IsEmpty && !Content.Parts.IsEmpty ? Parts[0].HeaderLength : Content.Header.Length;

    /// <summary>Bytes from behind the header block, in memory of their own; the caller knows them to be few.</summary>
    public byte[] ReadText(long offset, long length)
    {
        byte[] bytes = new byte[length];
        Content.CopyText(offset - HeaderLength, bytes);
        return bytes;
    }
}
