using System.Text;
using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>The keywords of a Maildir folder: <c>dovecot-keywords</c>, and the folder <c>courierimapkeywords</c> of Courier.</summary>
internal sealed class MaildirKeywords
{
    /// <summary>The file of Dovecot, one line <c>NUMBER NAME</c> for each of the letters a-z.</summary>
    public const string DovecotFile = "dovecot-keywords";

    private const string CourierFolder = "courierimapkeywords";
    private const long MaxFile = 64 << 20;

    private readonly Dictionary<string, List<string>> _courier = new(StringComparer.Ordinal);

    private MaildirKeywords()
    {
    }

    /// <summary>Names by letter.</summary>
    public Dictionary<char, string> Letters { get; } = [];

    /// <summary>Reads what a folder has.</summary>
    public static MaildirKeywords Load(string folder)
    {
        var keywords = new MaildirKeywords();
        foreach (string line in Lines(Path.Combine(folder, DovecotFile)))
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank > 0 && AsciiDigits.TryParse(line.AsSpan(0, blank), 25, out ulong number) && Keyword.IsValid(line[(blank + 1)..]))
            {
                keywords.Letters[(char)('a' + number)] = line[(blank + 1)..];
            }
        }
        keywords.LoadCourier(Path.Combine(folder, CourierFolder));
        return keywords;
    }

    /// <summary>The keywords that Courier keeps of a message.</summary>
    public IReadOnlyList<string> OfMessage(string unique) => _courier.TryGetValue(unique, out List<string>? words) ? words : [];

    // ":list": the keywords, an empty line, then "UNIQUE:NUMBER NUMBER ..."; a file of its own holds newer words of a message.
    private void LoadCourier(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }
        var names = new List<string>();
        bool inNames = true;
        foreach (string line in Lines(Path.Combine(folder, ":list")))
        {
            if (inNames)
            {
                inNames = line.Length > 0;
                names.Add(line);
            }
            else if (line.LastIndexOf(':') is var colon and > 0)
            {
                var words = new List<string>();
                foreach (string text in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (AsciiDigits.TryParse(text, (ulong)names.Count, out ulong number) && number < (ulong)names.Count
                        && Keyword.IsValid(names[(int)number]))
                    {
                        words.Add(names[(int)number]);
                    }
                }
                _courier[line[..colon]] = words;
            }
        }
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            if (Path.GetFileName(file) is { } name && name[0] is not (':' or '.'))
            {
                _courier[name] = [.. Lines(file).Where(Keyword.IsValid)];
            }
        }
    }

    private static IEnumerable<string> Lines(string file) =>
        File.Exists(file) && new FileInfo(file).Length <= MaxFile ? File.ReadLines(file, Encoding.UTF8) : [];
}
