using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>What an authenticator scans: the Key URI Format that all of them read.</summary>
public static class AuthenticatorUri
{
    /// <summary>The URI of a key; the domain of the address is named as the issuer.</summary>
    public static string Of(AccountAddress address, ReadOnlySpan<byte> key)
    {
        string name = address.Value, domain = name[(name.LastIndexOf('@') + 1)..];
        return $"otpauth://totp/{Uri.EscapeDataString(domain)}:{Uri.EscapeDataString(name)}?secret={Base32.Encode(key)}&issuer={Uri.EscapeDataString(domain)}";
    }

    /// <summary>The key as people type it, in groups of four.</summary>
    public static string KeyText(ReadOnlySpan<byte> key) => string.Join(' ', Base32.Encode(key).Chunk(4).Select(group => new string(group)));
}
