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

    /// <summary>Its table of parts, read when first needed.</summary>
    public PartTable Parts => _parts ??= PartTable.Deserialize(Content.Parts);
}
