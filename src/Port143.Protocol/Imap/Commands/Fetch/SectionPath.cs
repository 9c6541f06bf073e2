namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>What stands between the brackets of BODY[...] (RFC 9051 section 6.4.5.1).</summary>
public sealed class SectionPath
{
    /// <summary>The empty section: the whole message.</summary>
    public static readonly SectionPath Whole = new([], SectionKind.All, [], default);

    private readonly int[] _parts;

    internal SectionPath(int[] parts, SectionKind kind, IReadOnlyList<string> fields, ReadOnlyMemory<byte> echo)
    {
        _parts = parts;
        Kind = kind;
        Fields = fields;
        Echo = echo;
    }

    /// <summary>The part numbers from the outside in, each at least 1; empty for the message itself.</summary>
    public ReadOnlySpan<int> Parts => _parts;

    /// <summary>What of the part.</summary>
    public SectionKind Kind { get; }

    /// <summary>The header fields named, for the two kinds that name some.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The section as to be repeated in the response, without brackets: the client's own spelling, except that
    /// field names that came as literals are quoted.</summary>
    public ReadOnlyMemory<byte> Echo { get; }

    /// <summary>The section as on the wire, without brackets.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Echo.Span);
}
