using System.Text;
using Port143.Mail;
using Port143.Storage.Digest;

namespace Port143.Storage.Formats;

/// <summary>
/// What header fields say about a message's flags and date: Status and X-Status of mail readers on Unix, X-Keywords, and
/// X-Mozilla-Status and X-Mozilla-Keys of Thunderbird; the newest Received field, else Date.
/// </summary>
internal sealed class HeaderFacts : IHeaderFieldVisitor
{
    private readonly List<string> _flags = [];
    private InternalDate? _received;
    private InternalDate? _date;

    /// <summary>The flags, without doubles.</summary>
    public IReadOnlyList<string> Flags => _flags;

    /// <summary>When the message arrived, or was written, as far as it says so itself.</summary>
    public InternalDate? Date => _received ?? _date;

    /// <summary>Begins a new message.</summary>
    public void Reset()
    {
        _flags.Clear();
        _received = _date = null;
    }

    /// <inheritdoc/>
    public void Visit(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when Is(name, "Date"u8):
                _date ??= Parse(value);
                break;
            case 8 when Is(name, "Received"u8):
                _received ??= Parse(value[(value.LastIndexOf((byte)';') + 1)..]);
                break;
            case 6 when Is(name, "Status"u8):
            case 8 when Is(name, "X-Status"u8):
                Letters(value);
                break;
            case 10 when Is(name, "X-Keywords"u8):
            case 14 when Is(name, "X-Mozilla-Keys"u8):
                Keywords(value);
                break;
            case 16 when Is(name, "X-Mozilla-Status"u8):
                Mozilla(value);
                break;
        }
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => Ascii.EqualsIgnoreCase(name, expected);

    private static InternalDate? Parse(ReadOnlySpan<byte> text) =>
        MessageDate.Parse(text) is { Seconds: > 0 } date ? date : null;

    private void Letters(ReadOnlySpan<byte> letters)
    {
        foreach (byte letter in letters)
        {
            Add(letter switch
            {
                (byte)'R' => "\\Seen",
                (byte)'A' => "\\Answered",
                (byte)'F' => "\\Flagged",
                (byte)'D' => "\\Deleted",
                (byte)'T' => "\\Draft",
                _ => null,
            });
        }
    }

    private void Keywords(ReadOnlySpan<byte> list)
    {
        foreach (string word in Encoding.UTF8.GetString(list).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Add(Keyword.IsValid(word) ? word : null);
        }
    }

    // Bits of nsMsgMessageFlags: 1 read, 2 replied, 4 marked, 8 expunged, 1000 forwarded.
    private void Mozilla(ReadOnlySpan<byte> hex)
    {
        if (hex.Length == 0 || !uint.TryParse(hex, System.Globalization.NumberStyles.AllowHexSpecifier, null, out uint bits))
        {
            return;
        }
        Add((bits & 1) != 0 ? "\\Seen" : null);
        Add((bits & 2) != 0 ? "\\Answered" : null);
        Add((bits & 4) != 0 ? "\\Flagged" : null);
        Add((bits & 8) != 0 ? "\\Deleted" : null);
        Add((bits & 0x1000) != 0 ? "$Forwarded" : null);
    }

    private void Add(string? flag)
    {
        if (flag is not null && !_flags.Contains(flag, StringComparer.OrdinalIgnoreCase))
        {
            _flags.Add(flag);
        }
    }
}
