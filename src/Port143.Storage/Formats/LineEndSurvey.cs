namespace Port143.Storage.Formats;

/// <summary>What a message's line ends are like, found out by one look through it.</summary>
/// <param name="IsRegular">Whether CR and LF stand only together, as CRLF.</param>
/// <param name="Lines">How many CRLF there are, when that is so.</param>
/// <param name="EndsWithLf">Whether the last octet is LF; true for an empty message.</param>
internal readonly record struct LineEndSurvey(bool IsRegular, long Lines, bool EndsWithLf)
{
    /// <summary>Looks through a seekable message and goes back to its start.</summary>
    public static LineEndSurvey Of(Stream message)
    {
        byte[] buffer = new byte[64 * 1024];
        bool regular = true, afterCr = false;
        byte last = (byte)'\n';
        long lines = 0;
        message.Position = 0;
        int read;
        while ((read = message.Read(buffer)) > 0)
        {
            ReadOnlySpan<byte> text = buffer.AsSpan(0, read);
            last = text[^1];
            while (regular && !text.IsEmpty)
            {
                if (afterCr)
                {
                    regular = text[0] == '\n';
                    lines++;
                    afterCr = false;
                    text = text[1..];
                    continue;
                }
                int at = text.IndexOfAny((byte)'\r', (byte)'\n');
                if (at < 0)
                {
                    break;
                }
                regular = afterCr = text[at] == '\r';
                text = text[(at + 1)..];
            }
        }
        message.Position = 0;
        return new LineEndSurvey(regular && !afterCr, lines, last == '\n');
    }
}
