namespace Port143.Storage.Formats;

/// <summary>
/// How the writer of an mbox file treated lines of messages that begin with <c>From </c>, found out by one look through it.
/// </summary>
/// <param name="IsQuoted">
/// Whether such lines were quoted with <c>&gt;</c> (mboxrd, mboxo), so that one <c>&gt;</c> is to be taken off. A line
/// <c>From </c> that stands in a message shows that the writer quoted none, and <c>&gt;From </c> is then what was written.
/// </param>
/// <param name="HasDates">Whether separators carry dates; a <c>From </c> without one then is a line of a message.</param>
internal readonly record struct MboxDialect(bool IsQuoted, bool HasDates)
{
    /// <summary>Looks through a file and goes back to its start.</summary>
    public static MboxDialect Detect(Stream file)
    {
        byte[] buffer = new byte[256 * 1024];
        int length = 0, scan = 0;
        bool quoted = true, hasDates = true, atStart = true, atEnd = false;
        file.Position = 0;
        while (!atEnd && quoted)
        {
            int read = file.Read(buffer.AsSpan(length));
            atEnd = read == 0;
            length += read;
            if (!atEnd && length < FromLine.MaxLength * 2)
            {
                continue;
            }
            ReadOnlySpan<byte> text = buffer.AsSpan(0, length);
            if (atStart && text.StartsWith("From "u8))
            {
                hasDates = FromLine.ReadDate(Line(text)) is not null;
            }
            // A line whose end is not in sight yet waits for the next round.
            int limit = atEnd ? length : length - FromLine.MaxLength;
            int found;
            while (quoted && (found = text[scan..limit].IndexOf("\nFrom "u8)) >= 0)
            {
                scan += found + 1;
                quoted = IsAfterEmptyLine(text[..scan], atStart) && (!hasDates || FromLine.ReadDate(Line(text[scan..])) is not null);
            }
            scan = Math.Max(scan, limit - "\nFrom".Length);
            int gone = Math.Max(0, scan - 3);
            text[gone..].CopyTo(buffer);
            length -= gone;
            scan -= gone;
            atStart &= gone == 0;
        }
        file.Position = 0;
        return new MboxDialect(quoted, hasDates);
    }

    private static bool IsAfterEmptyLine(ReadOnlySpan<byte> before, bool fromStart) =>
        before.EndsWith("\n\n"u8) || before.EndsWith("\n\r\n"u8)
        || (fromStart && (before.SequenceEqual("\n"u8) || before.SequenceEqual("\r\n"u8)));

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        return text[..Math.Min(end < 0 ? text.Length : end, FromLine.MaxLength)];
    }
}
