using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>A message that is streamed from where it lies, with copies of its small columns.</summary>
internal sealed class LargeMessage
{
    private readonly byte[] _envelope;
    private readonly byte[] _body;
    private readonly byte[] _bodyStructure;
    private readonly byte[] _parts;
    private readonly byte[] _preview;
    private readonly byte[] _header;

    public LargeMessage(uint number, in MessageRow row, in ContentRow content)
    {
        Number = number;
        Row = row;
        _envelope = content.Envelope.ToArray();
        _body = content.Body.ToArray();
        _bodyStructure = content.BodyStructure.ToArray();
        _parts = content.Parts.ToArray();
        _preview = content.Preview.ToArray();
        _header = content.Header.ToArray();
        IsFreeOfNul = content.IsFreeOfNul;
    }

    public uint Number { get; }

    public MessageRow Row { get; }

    /// <summary>See <see cref="ContentRow.IsFreeOfNul"/>.</summary>
    public bool IsFreeOfNul { get; }

    /// <summary>The message's bytes, header included; opened before the response begins.</summary>
    public Stream? Stream { get; set; }

    /// <summary>Everything but the text.</summary>
    public FetchMessage WithoutText() => new()
    {
        Number = Number,
        Row = Row,
        Content = new ContentRow
        {
            Found = true,
            IsLarge = true,
            IsFreeOfNul = IsFreeOfNul,
            Envelope = _envelope,
            Body = _body,
            BodyStructure = _bodyStructure,
            Parts = _parts,
            Preview = _preview,
            Header = _header,
        },
    };

    /// <summary>Some bytes of the message, which the caller knows to be few.</summary>
    public async ValueTask<byte[]> ReadAsync(long offset, long length, CancellationToken cancel)
    {
        byte[] bytes = new byte[length];
        Stream!.Position = offset;
        await Stream.ReadExactlyAsync(bytes, cancel).ConfigureAwait(false);
        return bytes;
    }
}
