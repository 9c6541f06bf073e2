using System.Text;
using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Writes messages into a Maildir folder. Flags are letters of the file name, keywords go to <c>dovecot-keywords</c> (26 at
/// most, as the letters a-z allow), the internal date is the file's time of modification. Messages whose line ends are all
/// CRLF are written with LF; others octet for octet, which their name says (<see cref="MaildirName"/>).
/// </summary>
internal sealed class MaildirWriter
{
    private readonly string _folder;
    private readonly List<string> _keywords = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Makes the folder with <c>cur</c>, <c>new</c> and <c>tmp</c>, or writes into one that is there.</summary>
    public MaildirWriter(string folder)
    {
        _folder = folder;
        foreach (string part in (ReadOnlySpan<string>)["cur", "new", "tmp"])
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
        }
        for (char letter = 'a'; MaildirKeywords.Load(folder).Letters.TryGetValue(letter, out string? name); letter++)
        {
            _keywords.Add(name);
        }
    }

    /// <summary>
    /// Writes one message and returns its file name. <paramref name="unique"/> must not occur twice in the folder; a file of that name is replaced.
    /// <paramref name="message"/> is read twice and must be seekable.
    /// </summary>
    public string Write(Stream message, string unique, IReadOnlyList<string> flags, InternalDate date)
    {
        bool added = false;
        foreach (string flag in flags)
        {
            if (!MaildirName.HasLetter(flag) && _keywords.Count < 26 && !_keywords.Contains(flag, StringComparer.OrdinalIgnoreCase))
            {
                _keywords.Add(flag);
                added = true;
            }
        }
        if (added)
        {
            File.WriteAllLines(
                Path.Combine(_folder, MaildirKeywords.DovecotFile), _keywords.Select((k, i) => $"{i} {k}"), new UTF8Encoding(false));
        }
        LineEndSurvey survey = LineEndSurvey.Of(message);
        // Without any line end LF and CRLF are the same, and S = W is right.
        bool toLf = survey.IsRegular && survey.Lines > 0;
        string temporary = Path.Combine(_folder, "tmp", unique);
        long size = message.Length;
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
        {
            Copy(message, file, toLf);
        }
        File.SetLastWriteTimeUtc(temporary, DateTime.UnixEpoch.AddSeconds(date.Seconds));
        string name = $"{unique},S={(toLf ? size - survey.Lines : size)},W={size}:2,{MaildirName.LettersOf(flags, _keywords)}";
        File.Move(temporary, Path.Combine(_folder, "cur", name), overwrite: true);
        return name;
    }

    private void Copy(Stream message, FileStream file, bool toLf)
    {
        int read;
        while ((read = message.Read(_buffer)) > 0)
        {
            ReadOnlySpan<byte> text = _buffer.AsSpan(0, read);
            while (toLf && !text.IsEmpty)
            {
                int cr = text.IndexOf((byte)'\r');
                file.Write(cr < 0 ? text : text[..cr]);
                text = cr < 0 ? default : text[(cr + 1)..];
            }
            file.Write(text);
        }
    }
}
