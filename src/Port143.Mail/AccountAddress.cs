using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Port143.Mail.Unicode;

namespace Port143.Mail;

/// <summary>
/// The address of an account in its one canonical form: local part and domain in lower case and in Unicode Form C, the
/// domain's labels in Unicode rather than <c>xn--</c>. Two spellings of one address give equal values, so this alone is the
/// key for sign-in, delivery, limits and the audit trail. What is not plainly one address is refused, never repaired.
/// </summary>
public sealed class AccountAddress : IEquatable<AccountAddress>, IComparable<AccountAddress>
{
    /// <summary>The longest address, in UTF-8 bytes (RFC 5321 section 4.5.3.1.3 without the angle brackets).</summary>
    public const int MaxBytes = 254;

    /// <summary>The longest local part, in UTF-8 bytes (RFC 5321 section 4.5.3.1.1).</summary>
    public const int MaxLocalPartBytes = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private readonly int _at;

    private AccountAddress(string value)
    {
        Value = value;
        _at = value.IndexOf('@', StringComparison.Ordinal);
    }

    /// <summary>The canonical form.</summary>
    public string Value { get; }

    /// <summary>What stands before the @.</summary>
    public string LocalPart => Value[.._at];

    /// <summary>What stands after the @.</summary>
    public string Domain => Value[(_at + 1)..];

    /// <summary>
    /// Makes an address from text that came from outside. Local part: dot-atom of RFC 5322 section 3.2.3 with the letters of
    /// RFC 6532; quoted local parts are refused. Domain: names as in RFC 5321 section 4.1.2; no address literals.
    /// </summary>
    public static bool TryCreate(string text, [NotNullWhen(true)] out AccountAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = Canonicalise(text, out string? canonical);
        if (error is null)
        {
            address = new AccountAddress(canonical!);
        }
        return error is null;
    }

    /// <summary>Makes an address from UTF-8; invalid UTF-8 is refused, so that no two names fall together in U+FFFD.</summary>
    public static bool TryCreate(
        ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out AccountAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        if (utf8.Length > 4 * MaxBytes)
        {
            error = $"an address has at most {MaxBytes} bytes";
            return false;
        }
        string text;
        try
        {
            text = StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            error = "the address is not valid UTF-8";
            return false;
        }
        return TryCreate(text, out address, out error);
    }

    /// <summary>Makes an address that is known to be valid, such as one that was stored; throws if it is not.</summary>
    public static AccountAddress Parse(string text) =>
        TryCreate(text, out AccountAddress? address, out string? error) ? address : throw new FormatException(error);

    /// <summary>
    /// Splits <c>user+detail@domain</c> into <c>user@domain</c> and <c>detail</c> (subaddressing, RFC 5233). False when there
    /// is no detail. The address as a whole comes first when both exist as accounts.
    /// </summary>
    public bool TrySplitDetail([NotNullWhen(true)] out AccountAddress? account, [NotNullWhen(true)] out string? detail)
    {
        account = null;
        detail = null;
        int plus = Value.AsSpan(0, _at).IndexOf('+');
        if (plus <= 0 || Value[plus - 1] == '.')
        {
            return false;
        }
        detail = Value[(plus + 1).._at];
        account = new AccountAddress(string.Concat(Value.AsSpan(0, plus), Value.AsSpan(_at)));
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(AccountAddress? other) => other is not null && Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccountAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(AccountAddress? other) => string.CompareOrdinal(Value, other?.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Canonicalise(string text, out string? canonical)
    {
        canonical = null;
        // Before any work is done on it; a canonical form is never shorter than a fourth of its input.
        if (text.Length > 4 * MaxBytes)
        {
            return $"an address has at most {MaxBytes} bytes";
        }
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 || at != text.LastIndexOf('@'))
        {
            return "an address has exactly one @, such as alice@example.org";
        }
        if (CheckCharacters(text) is { } wrong)
        {
            return wrong;
        }
        text = Fold(text);
        at = text.IndexOf('@', StringComparison.Ordinal);
        if (CheckCharacters(text) is { } stillWrong)
        {
            return stillWrong;
        }
        string local = text[..at];
        if (CheckLocalPart(local) is { } localError)
        {
            return localError;
        }
        if (AddressDomain.Canonicalise(text[(at + 1)..], out string? domain) is { } domainError)
        {
            return domainError;
        }
        if (CheckCharacters(domain!) is { } domainWrong) // again, for what stood in xn--
        {
            return domainWrong;
        }
        canonical = $"{local}@{domain}";
        return Encoding.UTF8.GetByteCount(canonical) > MaxBytes ? $"an address has at most {MaxBytes} bytes" : null;
    }

    /// <summary>Form C and lower case; one is applied again after the other because each may undo the other.</summary>
    internal static string Fold(string text) => Nfc.Normalize(Nfc.Normalize(text).ToLowerInvariant());

    private static string? CheckLocalPart(string local)
    {
        if (local.Length == 0 || Encoding.UTF8.GetByteCount(local) > MaxLocalPartBytes)
        {
            return $"the part before the @ has 1 to {MaxLocalPartBytes} bytes";
        }
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
        {
            return "a dot before the @ stands between other characters";
        }
        int bad = local.AsSpan().IndexOfAny("\"(),:;<>[\\]");
        return bad < 0 ? null : $"the character {local[bad]} is not allowed before the @";
    }

    private static string? CheckCharacters(string text)
    {
        for (int i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(text, i))
            {
                case UnicodeCategory.SpaceSeparator:
                    return "an address has no blanks";
                case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator:
                    return "an address has no control characters";
                case UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                    return "an address has only characters that Unicode assigns";
            }
            if (text[i] == '\uFFFD')
            {
                return "the address was damaged on its way: it holds U+FFFD, which stands for what could not be read";
            }
            if (IsCompatibilityForm(Rune.GetRuneAt(text, i).Value))
            {
                return "an address has no full-width, styled, raised or joined forms of letters; type the plain ones";
            }
        }
        return null;
    }

    // Other spellings of plain letters and digits (Unicode compatibility characters), which look alike and are not equal.
    private static bool IsCompatibilityForm(int c) => c is 0xAA or 0xBA or 0xB2 or 0xB3 or 0xB9
        or (>= 0x2070 and <= 0x209F) or (>= 0x2100 and <= 0x218F and not 0x212A and not 0x212B and not 0x2126)
        or (>= 0x2460 and <= 0x24FF) or (>= 0x3200 and <= 0x33FF) or (>= 0xFB00 and <= 0xFB06) or (>= 0xFE30 and <= 0xFE6F)
        or (>= 0xFF00 and <= 0xFFEF) or (>= 0x1D400 and <= 0x1D7FF) or (>= 0x1F100 and <= 0x1F1FF);
}
