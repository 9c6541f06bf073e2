using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// The name of a message file in a Maildir: <c>UNIQUE[,S=octets][,W=octets]:2,FLAGS</c>. S is the size of the file, W the size
/// with CRLF line ends; where both are equal and right, the file is written with CRLF and is taken octet for octet.
/// </summary>
/// <param name="Unique">What identifies the message within its folder, without flags.</param>
/// <param name="Letters">The flag letters; a-z are keywords of the folder.</param>
internal readonly record struct MaildirName(string Unique, string Letters)
{
    private const string Known = "DFPRST";

    private static readonly string[] Flags = ["\\Draft", "\\Flagged", "$Forwarded", "\\Answered", "\\Seen", "\\Deleted"];

    /// <summary>Reads a file name. <c>;</c> and <c>!</c> stand for the colon on file systems that do not allow it.</summary>
    public static MaildirName Parse(string file)
    {
        int at = file.LastIndexOf("2,", StringComparison.Ordinal);
        return at > 0 && file[at - 1] is ':' or ';' or '!'
            ? new MaildirName(file[..(at - 1)], file[(at + 2)..])
            : new MaildirName(file, "");
    }

    /// <summary>The letters of flags, in the order that Maildir asks for; keywords are looked up in the folder's list.</summary>
    public static string LettersOf(IEnumerable<string> flags, IReadOnlyList<string> keywords)
    {
        var letters = new SortedSet<char>();
        foreach (string flag in flags)
        {
            int known = Array.FindIndex(Flags, f => f.Equals(flag, StringComparison.OrdinalIgnoreCase));
            int number = 0;
            while (number < keywords.Count && !keywords[number].Equals(flag, StringComparison.OrdinalIgnoreCase))
            {
                number++;
            }
            if (known >= 0)
            {
                letters.Add(Known[known]);
            }
            else if (number < Math.Min(26, keywords.Count))
            {
                letters.Add((char)('a' + number));
            }
        }
        return string.Concat(letters);
    }

    /// <summary>Whether a flag has a letter of its own and needs no keyword.</summary>
    public static bool HasLetter(string flag) => Flags.Contains(flag, StringComparer.OrdinalIgnoreCase);

    /// <summary>The flags of the letters.</summary>
    public List<string> ToFlags(IReadOnlyDictionary<char, string> keywords)
    {
        var flags = new List<string>();
        foreach (char letter in Letters)
        {
            int known = Known.IndexOf(letter, StringComparison.Ordinal);
            if (known >= 0)
            {
                flags.Add(Flags[known]);
            }
            else if (keywords.TryGetValue(letter, out string? keyword))
            {
                flags.Add(keyword);
            }
        }
        return flags;
    }

    /// <summary>The time of delivery, which the unique part begins with; 0 when it does not.</summary>
    public ulong DeliverySeconds
    {
        get
        {
            int dot = Unique.IndexOf('.', StringComparison.Ordinal);
            return dot > 0 && AsciiDigits.TryParse(Unique.AsSpan(0, dot), uint.MaxValue, out ulong seconds) ? seconds : 0;
        }
    }

    /// <summary>Whether the name says that a file of this size has CRLF line ends.</summary>
    public bool IsExact(long fileSize) => Number(",S=") == fileSize && Number(",W=") == fileSize;

    private long Number(string key)
    {
        int at = Unique.IndexOf(key, StringComparison.Ordinal);
        if (at < 0)
        {
            return -1;
        }
        ReadOnlySpan<char> text = Unique.AsSpan(at + key.Length);
        int comma = text.IndexOf(',');
        return AsciiDigits.TryParse(comma < 0 ? text : text[..comma], long.MaxValue, out ulong number) ? (long)number : -1;
    }
}
