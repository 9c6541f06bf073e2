namespace Port143.Configuration;

/// <summary>
/// Cuts a file into statements: a line, or several while a bracket is open. Each is parsed for itself, so that one mistake is
/// one finding and hides no other.
/// </summary>
internal static class ConfigStatements
{
    /// <summary>The longest list over several lines.</summary>
    private const int MaxLines = 1000;

    /// <summary>The statements with the number of the line that each begins on, from 1.</summary>
    public static IEnumerable<(int Line, string Text)> Split(string file)
    {
        string[] lines = file.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int first = i;
            int depth = Depth(lines[i]);
            if (lines[i].TrimStart().StartsWith('[') || depth <= 0)
            {
                yield return (first + 1, lines[i]);
                continue;
            }
            while (depth > 0 && i + 1 < lines.Length && i - first < MaxLines && !StartsStatement(lines[i + 1]))
            {
                i++;
                depth += Depth(lines[i]);
            }
            yield return (first + 1, string.Join('\n', lines[first..(i + 1)]));
        }
    }

    // A list that somebody forgot to close ends where the next key or table begins.
    private static bool StartsStatement(string line)
    {
        string text = line.Trim();
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return (text.StartsWith('[') && text.EndsWith(']'))
            || (equals > 0 && text[..equals].Trim().All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'));
    }

    // How many more brackets a line opens than it closes, outside strings and comments.
    private static int Depth(string line)
    {
        int depth = 0;
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quote != '\0')
            {
                if (c == '\\' && quote == '"')
                {
                    i++;
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
                continue;
            }
            switch (c)
            {
                case '"' or '\'':
                    quote = c;
                    break;
                case '#':
                    return depth;
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    depth--;
                    break;
            }
        }
        return depth;
    }
}
