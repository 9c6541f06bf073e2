using System.Text;

namespace Port143.Storage.Formats;

/// <summary>Finds the sender that the first Return-Path field of a message names.</summary>
internal sealed class ReturnPath : IHeaderFieldVisitor
{
    private string? _sender;

    private ReturnPath()
    {
    }

    /// <summary>The sender, or nothing. Reads the start of a seekable message and goes back.</summary>
    public static string Of(Stream message)
    {
        byte[] buffer = new byte[8 * 1024];
        message.Position = 0;
        int read = message.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        message.Position = 0;
        var found = new ReturnPath();
        new HeaderScanner(found).Write(buffer.AsSpan(0, read));
        return found._sender ?? "";
    }

    /// <inheritdoc/>
    public void Visit(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_sender is null && Ascii.EqualsIgnoreCase(name, "Return-Path"u8))
        {
            _sender = Encoding.UTF8.GetString(value.Trim("<> \t"u8));
        }
    }
}
