using System.Text;

namespace Port143.Storage.Digest;

/// <summary>Writes the strings of a response (RFC 9051 section 4.3) in 7 bits, for clients that know nothing newer than IMAP4rev1.</summary>
internal sealed class WireWriter : IDisposable
{
    private const int LongestQuoted = 4096;
    private readonly ByteSink _unfolded = new();
    private readonly ByteSink _encoded = new();

    /// <summary>What is written so far.</summary>
    public ByteSink Sink { get; } = new(2048);

    /// <summary>Memory for callers, to put values together.</summary>
    public ByteSink Scratch { get; } = new();

    public void Dispose()
    {
        Sink.Dispose();
        Scratch.Dispose();
        _unfolded.Dispose();
        _encoded.Dispose();
    }

    public void WriteNil() => Sink.Add("NIL"u8);

    /// <summary>The text of a field, unfolded; NIL when the field is absent.</summary>
    public void WriteField(ReadOnlySpan<byte> message, ByteRange field)
    {
        if (!field.Exists)
        {
            WriteNil();
            return;
        }
        WriteText(field.Of(message));
    }

    /// <summary>Header text with its folds.</summary>
    public void WriteText(ReadOnlySpan<byte> text)
    {
        text = HeaderText.Trim(text);
        if (text.IndexOfAnyExcept(HeaderText.Plain) >= 0)
        {
            _unfolded.Truncate(0);
            HeaderText.Unfold(text, _unfolded);
            text = _unfolded.Written;
        }
        WriteClean(text);
    }

    /// <summary>Text without folds, in any charset. It is cut at <see cref="DigestLimits.StringBytes"/>.</summary>
    public void WriteClean(ReadOnlySpan<byte> text)
    {
        if (text.Length > DigestLimits.StringBytes)
        {
            text = text[..DigestLimits.StringBytes];
            for (int back = 0; back < 3 && (text[^1] & 0xC0) == 0x80; back++)
            {
                text = text[..^1];
            }
            if (text[^1] >= 0xC0)
            {
                text = text[..^1];
            }
        }
        if (!Ascii.IsValid(text))
        {
            _encoded.Truncate(0);
            HeaderText.EncodeWords(text, _encoded);
            text = _encoded.Written;
        }
        WriteAscii(text);
    }

    /// <summary>A name as a quoted string in capitals; only printable characters are kept.</summary>
    public void WriteUpper(ReadOnlySpan<byte> name)
    {
        Sink.Add((byte)'"');
        foreach (byte b in name.Length > 256 ? name[..256] : name)
        {
            if (b is > 0x20 and < 0x7F and not ((byte)'"' or (byte)'\\'))
            {
                Sink.Add((byte)(b is >= (byte)'a' and <= (byte)'z' ? b & 0xDF : b));
            }
        }
        Sink.Add((byte)'"');
    }

    /// <summary>A name as a quoted string in capitals.</summary>
    public void WriteUpper(string name)
    {
        Span<byte> bytes = stackalloc byte[128];
        WriteUpper(bytes[..Encoding.ASCII.GetBytes(name.AsSpan(0, Math.Min(name.Length, 128)), bytes)]);
    }

    private void WriteAscii(ReadOnlySpan<byte> text)
    {
        if (text.Length >= LongestQuoted || text.ContainsAny("\r\n\0"u8))
        {
            WriteLiteral(text);
            return;
        }
        Sink.Add((byte)'"');
        int special = text.IndexOfAny((byte)'"', (byte)'\\');
        while (special >= 0)
        {
            Sink.Add(text[..special]);
            Sink.Add((byte)'\\');
            Sink.Add(text[special]);
            text = text[(special + 1)..];
            special = text.IndexOfAny((byte)'"', (byte)'\\');
        }
        Sink.Add(text);
        Sink.Add((byte)'"');
    }

    private void WriteLiteral(ReadOnlySpan<byte> text)
    {
        int nuls = text.Count((byte)0);
        Sink.Add((byte)'{');
        Sink.Add((long)(text.Length - nuls));
        Sink.Add("}\r\n"u8);
        if (nuls == 0)
        {
            Sink.Add(text);
            return;
        }
        foreach (byte b in text)
        {
            if (b != 0)
            {
                Sink.Add(b);
            }
        }
    }
}
