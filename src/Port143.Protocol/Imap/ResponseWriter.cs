using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using Port143.Mail;

namespace Port143.Protocol.Imap;

/// <summary>
/// Writes the syntax of responses (RFC 9051 section 9) into a buffer, without allocating. It never writes raw CR, LF or NUL
/// where data stands in quotes or in text, so no data can end a line. Call <see cref="Commit"/> before the output is
/// flushed. Not thread-safe.
/// </summary>
public sealed class ResponseWriter
{
    /// <summary>Stands where a literal may not have NUL.</summary>
    private const byte InsteadOfNul = 0x80;

    /// <summary>The longest string written in quotes; longer ones become literals.</summary>
    private const int MaxQuoted = 1000;

    /// <summary>The longest human text, so that a line stays within what clients read.</summary>
    private const int MaxText = 400;

    private const int FirstChunk = 1024;
    private const int NextChunk = 64 * 1024;
    private static readonly SearchValues<byte> NeedsLiteral = SearchValues.Create(NeedsLiteralBytes());
    private static readonly SearchValues<byte> NeedsEscape = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> AtomBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.,:;@/+=!?#$'^`|~<>&["u8);

    private IBufferWriter<byte> _output;
    private byte[] _buffer = [];
    private int _start;
    private int _next;
    private int _end;
    private long _committed;

    /// <summary>Makes a writer to an output.</summary>
    public ResponseWriter(IBufferWriter<byte> output) => _output = output;

    /// <summary>
    /// Whether the client reads UTF-8 in names and quoted strings: it enabled IMAP4rev2 (RFC 9051) or UTF8=ACCEPT (RFC 9755).
    /// </summary>
    public bool Utf8 { get; set; }

    /// <summary>How many bytes were written since <see cref="ForgetWritten"/>: the caller flushes when they are many.</summary>
    public long Written => _committed + (_next - _start);

    /// <summary>Begins to count anew, after a <see cref="Commit"/> and a flush.</summary>
    public void ForgetWritten() => _committed = 0;

    /// <summary>Writes to another output from now on (TLS was laid over the connection).</summary>
    public void SwitchTo(IBufferWriter<byte> output)
    {
        Commit();
        _output = output;
    }

    /// <summary>Hands everything written so far to the output.</summary>
    public void Commit()
    {
        if (_next > _start)
        {
            _output.Advance(_next - _start);
            _committed += _next - _start;
        }
        _buffer = [];
        _start = _next = _end = 0;
    }

    /// <summary>Writes bytes as they are.</summary>
    public ResponseWriter Raw(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _end - _next)
        {
            int part = _end - _next;
            bytes[..part].CopyTo(_buffer.AsSpan(_next));
            _next += part;
            bytes = bytes[part..];
            Grow(bytes.Length);
        }
        bytes.CopyTo(_buffer.AsSpan(_next));
        _next += bytes.Length;
        return this;
    }

    /// <summary>
    /// Room in the output itself, at least one byte, for bytes that come from a stream; say with <see cref="Wrote"/> how many came.
    /// </summary>
    public Memory<byte> Room()
    {
        if (_next == _end)
        {
            Grow(NextChunk);
        }
        return _buffer.AsMemory(_next, _end - _next);
    }

    /// <summary>Says how many bytes were put where <see cref="Room"/> told.</summary>
    public void Wrote(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_end - _next), nameof(count));
        _next += count;
    }

    /// <summary>Writes one byte as it is.</summary>
    public ResponseWriter Byte(byte value)
    {
        if (_next == _end)
        {
            Grow(1);
        }
        _buffer[_next++] = value;
        return this;
    }

    /// <summary>Writes a blank.</summary>
    public ResponseWriter Space() => Byte((byte)' ');

    /// <summary>Ends the line.</summary>
    public ResponseWriter CrLf() => Raw("\r\n"u8);

    /// <summary>Writes a number.</summary>
    public ResponseWriter Number(ulong value)
    {
        if (_end - _next < 20)
        {
            Grow(20);
        }
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_next, 20), out int length);
        _next += length;
        return this;
    }

    /// <summary>Writes a number, which must not be negative.</summary>
    public ResponseWriter Number(long value) => Number((ulong)value);

    /// <summary>Writes ASCII that is known to be harmless: atoms, keywords, names of ours.</summary>
    public ResponseWriter Ascii(string text)
    {
        Span<byte> bytes = text.Length <= 256 ? stackalloc byte[text.Length] : new byte[text.Length];
        Encoding.ASCII.GetBytes(text, bytes);
        return Raw(bytes);
    }

    /// <summary>
    /// Writes <c>string</c>: in quotes where that is possible and short, else as a literal. NUL bytes are left out, since no
    /// string but literal8 can hold them.
    /// </summary>
    public ResponseWriter String(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxQuoted || bytes.ContainsAny(NeedsLiteral) && !(Utf8 && IsQuotableUtf8(bytes)))
        {
            return Literal(bytes.Contains((byte)0) ? bytes.ToArray().Where(b => b != 0).ToArray() : bytes);
        }
        Byte((byte)'"');
        while (bytes.IndexOfAny(NeedsEscape) is var at and >= 0)
        {
            Raw(bytes[..at]).Byte((byte)'\\').Byte(bytes[at]);
            bytes = bytes[(at + 1)..];
        }
        return Raw(bytes).Byte((byte)'"');
    }

    /// <summary>Writes <c>string</c> of Unicode text.</summary>
    public ResponseWriter String(string text) => String(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes <c>nstring</c>.</summary>
    public ResponseWriter NString(string? text) => text is null ? Raw("NIL"u8) : String(text);

    /// <summary>Writes <c>astring</c>: as an atom where that is possible.</summary>
    public ResponseWriter AString(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty || bytes.Length > MaxQuoted || bytes.ContainsAnyExcept(AtomBytes) || IsNil(bytes) ? String(bytes) : Raw(bytes);

    /// <summary>Writes a mailbox name: UTF-8 or modified UTF-7, as <see cref="Utf8"/> says.</summary>
    public ResponseWriter Mailbox(string name) =>
        Utf8 ? AString(Encoding.UTF8.GetBytes(name)) : AString(Encoding.ASCII.GetBytes(ModifiedUtf7.Encode(name)));

    /// <summary>Writes <c>literal</c>.</summary>
    public ResponseWriter Literal(ReadOnlySpan<byte> bytes) => LiteralHeader(bytes.Length).Raw(bytes);

    /// <summary>Writes what announces a literal; that many bytes must follow.</summary>
    public ResponseWriter LiteralHeader(long length) => Byte((byte)'{').Number(length).Raw("}\r\n"u8);

    /// <summary>
    /// Writes octets of a message into a literal, where NUL must not be (RFC 9051 section 9, note 3): the octet 80 stands for it, as
    /// in other servers. BINARY tells the octet itself.
    /// </summary>
    public ResponseWriter MessageOctets(ReadOnlySpan<byte> bytes)
    {
        for (int nul; (nul = bytes.IndexOf((byte)0)) >= 0; bytes = bytes[(nul + 1)..])
        {
            Raw(bytes[..nul]).Byte(InsteadOfNul);
        }
        return Raw(bytes);
    }

    /// <summary>The same for octets that were put into <see cref="Room"/> already.</summary>
    public static void ReplaceNul(Span<byte> bytes)
    {
        if (bytes.Contains((byte)0))
        {
            bytes.Replace((byte)0, InsteadOfNul);
        }
    }

    /// <summary>Writes what announces a <c>literal8</c> (RFC 3516); that many bytes must follow.</summary>
    public ResponseWriter Literal8Header(long length) => Byte((byte)'~').LiteralHeader(length);

    /// <summary>Writes a set of UIDs or sequence numbers; the set may not be empty.</summary>
    public ResponseWriter Set(UidSet set)
    {
        for (int i = 0; i < set.Count; i++)
        {
            if (i > 0)
            {
                Byte((byte)',');
            }
            Number(set[i].First);
            if (set[i].Last != set[i].First)
            {
                Byte((byte)':').Number(set[i].Last);
            }
        }
        return this;
    }

    /// <summary>Writes <c>date-time</c> with its quotes.</summary>
    public ResponseWriter Date(InternalDate date)
    {
        const int length = InternalDate.FormattedLength + 2;
        if (_end - _next < length)
        {
            Grow(length);
        }
        _buffer[_next] = (byte)'"';
        date.Format(_buffer.AsSpan(_next + 1));
        _buffer[_next + length - 1] = (byte)'"';
        _next += length;
        return this;
    }

    /// <summary>Writes text for people in a language that the client asked for (RFC 5255 section 3.5): one line of UTF-8.</summary>
    public ResponseWriter TextUtf8(string text)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in text.AsSpan(0, Math.Min(text.Length, MaxText)).EnumerateRunes())
        {
            Raw(Rune.IsControl(rune) ? "?"u8 : bytes[..rune.EncodeToUtf8(bytes)]);
        }
        return this;
    }

    /// <summary>Writes text for people: one line, ASCII, and not too long.</summary>
    public ResponseWriter Text(string text)
    {
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxText)))
        {
            Byte(c is >= ' ' and <= '~' ? (byte)c : (byte)'?');
        }
        return this;
    }

    private static byte[] NeedsLiteralBytes()
    {
        var bytes = new List<byte> { 0, (byte)'\r', (byte)'\n' };
        for (int b = 0x80; b <= 0xFF; b++)
        {
            bytes.Add((byte)b);
        }
        return [.. bytes];
    }

    private static bool IsQuotableUtf8(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOfAny((byte)0, (byte)'\r', (byte)'\n') < 0 && System.Text.Unicode.Utf8.IsValid(bytes);

    private static bool IsNil(ReadOnlySpan<byte> bytes) => bytes.Length == 3 && System.Text.Ascii.EqualsIgnoreCase(bytes, "NIL"u8);

    private void Grow(int wanted)
    {
        Commit();
        // The first piece is whatever room the output has left, so that short answers cost little; a long answer gets large pieces.
        int size = _committed == 0 ? Math.Min(wanted, FirstChunk) : NextChunk;
        Memory<byte> memory = _output.GetMemory(Math.Max(size, 32));
        if (!MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment))
        {
            throw new NotSupportedException("The output's memory must be made of arrays.");
        }
        _buffer = segment.Array!;
        _start = _next = segment.Offset;
        _end = segment.Offset + segment.Count;
    }
}
