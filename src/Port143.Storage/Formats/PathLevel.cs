using System.Globalization;
using System.Text;
using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Levels of mailbox names as names of files and folders. What a file system or a format does not take is written
/// <c>%XX</c>, which cannot be mistaken: no mailbox name has a <c>%</c>.
/// </summary>
internal static class PathLevel
{
    private static readonly string[] Reserved = ["cur", "new", "tmp"];
    private static readonly string[] Suffixes = [".mbox", ".sbd", ".eml", ".msf"];

    /// <summary>The file name for a level.</summary>
    public static string Encode(string level)
    {
        bool hidden = level[0] == '.' || Reserved.Contains(level, StringComparer.OrdinalIgnoreCase);
        bool suffixed = Suffixes.Any(s => level.EndsWith(s, StringComparison.OrdinalIgnoreCase));
        var name = new StringBuilder();
        for (int i = 0; i < level.Length; i++)
        {
            char c = level[i];
            bool escape = "<>:\"\\|?".Contains(c) || (i == 0 && hidden) || (suffixed && i == level.LastIndexOf('.'))
                || (i == level.Length - 1 && c is '.' or ' ');
            name.Append(escape ? $"%{(int)c:X2}" : c.ToString());
        }
        return name.ToString();
    }

    /// <summary>The level that a file name stands for; what no mailbox name can hold becomes <c>_</c>.</summary>
    public static string Decode(string name)
    {
        var level = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (c == '%' && i + 2 < name.Length && char.IsAsciiHexDigit(name[i + 1]) && char.IsAsciiHexDigit(name[i + 2]))
            {
                c = (char)byte.Parse(name.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }
            level.Append(c is MailboxName.Separator or '*' or '%' || char.IsControl(c) ? '_' : c);
        }
        return level.ToString();
    }
}
