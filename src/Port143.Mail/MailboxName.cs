using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Port143.Mail;

/// <summary>
/// A valid mailbox name in Unicode (RFC 9051 section 5.1), with <c>/</c> between its levels and NFC-normalised. The first
/// level INBOX is always spelled in capitals. A value that exists is safe to store and to send.
/// </summary>
public sealed class MailboxName : IEquatable<MailboxName>, IComparable<MailboxName>
{
    /// <summary>The hierarchy separator.</summary>
    public const char Separator = '/';

    /// <summary>The longest name, in UTF-8 bytes: room for modified UTF-7 within a line, and far above what clients make.</summary>
    public const int MaxBytes = 1024;

    /// <summary>The deepest hierarchy.</summary>
    public const int MaxLevels = 64;

    /// <summary>INBOX.</summary>
    public static readonly MailboxName Inbox = new("INBOX");

    private MailboxName(string value) => Value = value;

    /// <summary>The name.</summary>
    public string Value { get; }

    /// <summary>Whether this is INBOX.</summary>
    public bool IsInbox => Value == "INBOX";

    /// <summary>The last level of the name.</summary>
    public string Leaf => Value[(Value.LastIndexOf(Separator) + 1)..];

    /// <summary>The name one level up, or null at the top.</summary>
    public MailboxName? Parent => Value.LastIndexOf(Separator) is var at and > 0 ? new MailboxName(Value[..at]) : null;

    /// <summary>
    /// Makes a name. Refused, with the reason in <paramref name="error"/>: empty names and levels, control characters,
    /// line separators, lone surrogates, the wildcards <c>*</c> and <c>%</c>, names over <see cref="MaxBytes"/> or
    /// <see cref="MaxLevels"/>. One trailing separator is dropped, as RFC 9051 section 6.3.4 asks of CREATE.
    /// </summary>
    public static bool TryCreate(string text, [NotNullWhen(true)] out MailboxName? name, [NotNullWhen(false)] out string? error)
    {
        name = null;
        if (text.Length > 1 && text[^1] == Separator)
        {
            text = text[..^1];
        }
        error = Check(text);
        if (error is not null)
        {
            return false;
        }
        text = Unicode.Nfc.Normalize(text);
        int first = text.IndexOf(Separator, StringComparison.Ordinal);
        string top = first < 0 ? text : text[..first];
        if (top.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            text = "INBOX" + text[top.Length..];
        }
        name = new MailboxName(text);
        return true;
    }

    /// <summary>A name or a pattern of names in Normalization Form C, in which names are kept (RFC 9051 section 5.1).</summary>
    public static string Normalize(string text) => Unicode.Nfc.Normalize(text);

    /// <summary>Makes a name that is known to be valid, such as a constant; throws if it is not.</summary>
    public static MailboxName Parse(string text) =>
        TryCreate(text, out MailboxName? name, out string? error) ? name : throw new ArgumentException(error, nameof(text));

    /// <summary>Whether this name lies below <paramref name="ancestor"/>.</summary>
    public bool IsBelow(MailboxName ancestor) =>
        Value.Length > ancestor.Value.Length + 1 && Value[ancestor.Value.Length] == Separator
        && Value.StartsWith(ancestor.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool Equals(MailboxName? other) => other is not null && Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MailboxName);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(MailboxName? other) => string.CompareOrdinal(Value, other?.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Check(string text)
    {
        if (text.Length == 0)
        {
            return "a mailbox name cannot be empty";
        }
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            return $"a mailbox name has at most {MaxBytes} bytes";
        }
        int levels = 1;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == Separator)
            {
                levels++;
                if (i == 0 || i == text.Length - 1 || text[i - 1] == Separator)
                {
                    return "a level of a mailbox name cannot be empty";
                }
            }
            else if (char.IsControl(c) || c is '\u2028' or '\u2029')
            {
                return "a mailbox name cannot hold control characters or line separators";
            }
            else if (c is '*' or '%')
            {
                return "a mailbox name cannot hold the wildcards * and %";
            }
            else if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return "a mailbox name must be valid Unicode";
                }
                i++;
            }
        }
        return levels > MaxLevels ? $"a mailbox name has at most {MaxLevels} levels" : null;
    }
}
