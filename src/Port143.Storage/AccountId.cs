using System.Security.Cryptography;

namespace Port143.Storage;

/// <summary>
/// The permanent name of an account's storage: 16 lower-case hexadecimal digits, made at random once. Addresses change and
/// come from outside; this never does, so it alone is used in paths.
/// </summary>
public readonly record struct AccountId
{
    private AccountId(string value) => Value = value;

    /// <summary>The 16 digits.</summary>
    public string Value { get; }

    /// <summary>A new id that no other account has.</summary>
    public static AccountId New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    /// <summary>Reads an id that was stored; throws <see cref="FormatException"/> for anything else.</summary>
    public static AccountId Parse(string text)
    {
        if (text.Length != 16 || text.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            throw new FormatException("An account id has 16 lower-case hexadecimal digits.");
        }
        return new AccountId(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
