namespace Port143.Tests.Corpus;

/// <summary>
/// A second, naive opinion on what messages an mbox of the corpus holds: written for files with LF, quoted as mboxrd, with an
/// empty line before every separator.
/// </summary>
internal static class MboxLines
{
    public static List<byte[]> Split(ReadOnlySpan<byte> file)
    {
        var messages = new List<byte[]>();
        List<byte[]>? lines = null;
        bool afterEmpty = true;
        foreach (Range range in file.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = file[range];
            if (afterEmpty && line.StartsWith("From "u8))
            {
                End(messages, lines);
                lines = [];
            }
            else
            {
                bool quoted = line.StartsWith(">"u8) && line.TrimStart((byte)'>').StartsWith("From "u8);
                lines!.Add(quoted ? line[1..].ToArray() : line.ToArray());
            }
            afterEmpty = line.IsEmpty;
        }
        // What follows the last LF is no line.
        lines!.RemoveAt(lines.Count - 1);
        End(messages, lines);
        return messages;
    }

    // The empty line at the end belongs to the separator.
    private static void End(List<byte[]> messages, List<byte[]>? lines)
    {
        if (lines is not null)
        {
            Assert.Empty(lines[^1]);
            messages.Add([.. lines[..^1].SelectMany(l => (byte[])[.. l, (byte)'\r', (byte)'\n'])]);
        }
    }
}
