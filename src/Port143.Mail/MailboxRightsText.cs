using System.Diagnostics.CodeAnalysis;

namespace Port143.Mail;

/// <summary>
/// Rights as letters (RFC 4314 section 2.1). The letters <c>c</c> and <c>d</c> of RFC 2086 are virtual (section 2.1.1): what
/// comes in stands for <c>kx</c> and <c>et</c>, and goes out beside any of these.
/// </summary>
public static class MailboxRightsText
{
    /// <summary>Each right's letter, in the order in which rights are written; bit n of <see cref="MailboxRights"/> is letter n.</summary>
    public const string Letters = "lrswipkxtea";

    /// <summary>What RIGHTS= announces: the rights that RFC 2086 did not know, in an order that clients have seen before.</summary>
    public const string NewRights = "texk";

    private const MailboxRights OldCreate = MailboxRights.Create | MailboxRights.Delete;
    private const MailboxRights OldDelete = MailboxRights.DeleteMessages | MailboxRights.Expunge;

    /// <summary>Reads letters, of which there may be none; false for a letter that is no right, such as any capital.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MailboxRights rights, [NotNullWhen(false)] out string? error)
    {
        rights = MailboxRights.None;
        error = null;
        foreach (char letter in text)
        {
            int bit = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (bit >= 0)
            {
                rights |= (MailboxRights)(1 << bit);
            }
            else if (letter is 'c' or 'd')
            {
                rights |= letter == 'c' ? OldCreate : OldDelete;
            }
            else
            {
                error = letter is >= 'A' and <= 'Z' ? "Rights are lower-case letters" : letter is > ' ' and <= '~' ? $"There is no right {letter}" : "That is no right";
                return false;
            }
        }
        return true;
    }

    /// <summary>The letters for a client, with <c>c</c> and <c>d</c> where section 2.1.1 wants them.</summary>
    public static string ToLetters(MailboxRights rights) =>
        ToPlainLetters(rights) + ((rights & OldCreate) != 0 ? "c" : "") + ((rights & OldDelete) != 0 ? "d" : "");

    /// <summary>The letters without the virtual ones: read again, they give the same rights.</summary>
    public static string ToPlainLetters(MailboxRights rights)
    {
        Span<char> text = stackalloc char[Letters.Length];
        int length = 0;
        for (int bit = 0; bit < Letters.Length; bit++)
        {
            if (((int)rights & 1 << bit) != 0)
            {
                text[length++] = Letters[bit];
            }
        }
        return new string(text[..length]);
    }

    /// <summary>The rights that may be given one by one, each a string of its own (LISTRIGHTS, section 3.7).</summary>
    public static IEnumerable<string> OneByOne(MailboxRights rights) => ToLetters(rights).Select(c => c.ToString());
}
