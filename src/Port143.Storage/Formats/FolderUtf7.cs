using System.Text;

namespace Port143.Storage.Formats;

/// <summary>Modified UTF-7 (RFC 3501 section 5.1.3), in which Maildir folders are named.</summary>
internal static class FolderUtf7
{
    /// <summary>The name in Unicode; a name that is not valid modified UTF-7 is taken as it stands.</summary>
    public static string Decode(string name)
    {
        if (!name.Contains('&', StringComparison.Ordinal))
        {
            return name;
        }
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] != '&')
            {
                text.Append(name[i]);
                continue;
            }
            int end = name.IndexOf('-', i);
            if (end < 0)
            {
                return name;
            }
            if (end == i + 1)
            {
                text.Append('&');
            }
            else if (Decode(name.AsSpan((i + 1)..end)) is { } decoded)
            {
                text.Append(decoded);
            }
            else
            {
                return name;
            }
            i = end;
        }
        return text.ToString();
    }

    private static string? Decode(ReadOnlySpan<char> base64)
    {
        string padded = base64.ToString().Replace(',', '/').PadRight((base64.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out int length) && length % 2 == 0
            ? Encoding.BigEndianUnicode.GetString(bytes, 0, length)
            : null;
    }
}
