using System.Text;
using Port143.Storage.Formats;

namespace Port143.Server.Delivery;

/// <summary>
/// Notices mail loops by the header (RFC 5321 section 6.3): too many Received fields, or a Delivered-To field that says that
/// the message was delivered to the same recipient before.
/// </summary>
internal sealed class LoopGuard : IHeaderFieldVisitor
{
    /// <summary>How many Received fields a message may have; RFC 5321 asks for 100 at least.</summary>
    public const int MaxReceived = 100;

    private readonly HeaderScanner _scanner;
    private List<string>? _deliveredTo;
    private int _received;

    public LoopGuard() => _scanner = new HeaderScanner(this);

    /// <summary>Begins a new message.</summary>
    public void Reset()
    {
        _scanner.Reset();
        _received = 0;
        _deliveredTo = null;
    }

    /// <summary>Takes the next piece of the message.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        if (!_scanner.IsDone)
        {
            _scanner.Write(piece);
        }
    }

    /// <summary>Says that the message is over.</summary>
    public void End() => _scanner.End();

    /// <summary>Whether delivering to this recipient would go on with a loop.</summary>
    public bool IsLoop(string recipient) =>
        _received > MaxReceived || (_deliveredTo?.Contains(recipient, StringComparer.OrdinalIgnoreCase) ?? false);

    /// <inheritdoc/>
    public void Visit(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length == 8 && Ascii.EqualsIgnoreCase(name, "Received"u8))
        {
            _received++;
        }
        else if (name.Length == 12 && value.Length > 0 && (_deliveredTo?.Count ?? 0) < 1000 && Ascii.EqualsIgnoreCase(name, "Delivered-To"u8))
        {
            (_deliveredTo ??= []).Add(Encoding.UTF8.GetString(value.Trim("<>"u8)));
        }
    }
}
