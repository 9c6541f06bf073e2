using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Writes an mbox file in the mboxrd dialect: a line of a message that begins with any number of <c>&gt;</c> and then
/// <c>From </c> gets one <c>&gt;</c> more.
/// <para>
/// Messages whose line ends are all CRLF are written with LF, as every mail program on Unix wants it. One that has CR or LF
/// elsewhere, or no line end at its end, is written octet for octet with CRLF around it. <see cref="MboxReader"/> gives
/// back the same octets either way. Flags are not written: fields for them would change the message; Maildir has room for
/// them.
/// </para>
/// </summary>
internal sealed class MboxWriter(Stream file)
{
    /// <summary>A line with more <c>&gt;</c> than this in front is not taken for a quoted <c>From </c>.</summary>
    public const int MaxQuotes = 512;

    private readonly byte[] _output = new byte[64 * 1024];
    private int _length;

    /// <summary>Writes one message. <paramref name="message"/> is read twice and must be seekable.</summary>
    public void Write(Stream message, string sender, InternalDate date)
    {
        LineEndSurvey survey = LineEndSurvey.Of(message);
        bool regular = survey.IsRegular && survey.EndsWithLf, cutEnd = !survey.EndsWithLf;
        Put(System.Text.Encoding.UTF8.GetBytes(FromLine.Write(sender, date) + (cutEnd ? " " : "") + (regular ? "\n" : "\r\n")));
        Copy(message, regular);
        Put(regular ? "\n"u8 : cutEnd ? "\r\n\r\n"u8 : "\r\n"u8);
    }

    /// <summary>Hands everything to the file.</summary>
    public void Flush()
    {
        file.Write(_output, 0, _length);
        _length = 0;
        file.Flush();
    }

    private void Copy(Stream message, bool toLf)
    {
        byte[] buffer = new byte[64 * 1024];
        int length = 0;
        bool atEnd = false, atLineStart = true;
        while (!atEnd || length > 0)
        {
            int read = atEnd ? 0 : message.Read(buffer, length, buffer.Length - length);
            atEnd |= read == 0;
            length += read;
            ReadOnlySpan<byte> text = buffer.AsSpan(0, length);
            // To know how a line begins, room for the longest quoting must be in sight.
            while (!text.IsEmpty && (atEnd || text.Length > MaxQuotes + 16))
            {
                if (atLineStart && NeedsQuote(text))
                {
                    Put(">"u8);
                }
                int lf = text.IndexOf((byte)'\n');
                bool whole = lf >= 0;
                ReadOnlySpan<byte> line = whole ? text[..lf] : !atEnd && text[^1] == '\r' ? text[..^1] : text;
                text = text[(whole ? lf + 1 : line.Length)..];
                Put(whole && toLf ? line[..^1] : line);
                if (whole)
                {
                    Put("\n"u8);
                }
                atLineStart = whole;
            }
            text.CopyTo(buffer);
            length = text.Length;
        }
    }

    private static bool NeedsQuote(ReadOnlySpan<byte> line)
    {
        int quotes = line.IndexOfAnyExcept((byte)'>');
        return quotes is >= 0 and < MaxQuotes && line[quotes..].StartsWith("From "u8);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _output.Length - _length)
        {
            file.Write(_output, 0, _length);
            _length = 0;
            if (bytes.Length > _output.Length)
            {
                file.Write(bytes);
                return;
            }
        }
        bytes.CopyTo(_output.AsSpan(_length));
        _length += bytes.Length;
    }
}
