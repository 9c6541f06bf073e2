using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Port143.Client.Doctor;

/// <summary>What was asked for: a host, a domain, an address of mail, or an IP address.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Name">The DNS name in it, in ASCII without the last dot; null for an IP address.</param>
/// <param name="Address">The IP address; null for a name.</param>
/// <param name="User">The part before the @; null without.</param>
public sealed record ExaminationTarget(string Text, string? Name, IPAddress? Address, string? User)
{
    private const int MaxName = 253;

    /// <summary>What stands in for a certificate's name: the DNS name or the IP address.</summary>
    public string Host => Name ?? Address!.ToString();

    /// <summary>Reads what a person wrote; a scheme, a path and brackets around an IPv6 address are forgiven.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ExaminationTarget? target, [NotNullWhen(false)] out string? error)
    {
        target = null;
        string rest = text.Trim();
        int scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            rest = rest[(scheme + 3)..];
            int path = rest.IndexOf('/', StringComparison.Ordinal);
            rest = path >= 0 ? rest[..path] : rest;
        }
        int at = rest.LastIndexOf('@');
        string? user = at > 0 ? rest[..at] : null;
        string host = (at >= 0 ? rest[(at + 1)..] : rest).Trim('[', ']').TrimEnd('.');
        if (host.Length == 0)
        {
            error = "names no host";
            return false;
        }
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            target = new ExaminationTarget(text, null, address, user);
            error = null;
            return true;
        }
        if (!TryAscii(host, out string? name))
        {
            error = "is no name of a host; write mail.example.org, example.org or user@example.org";
            return false;
        }
        target = new ExaminationTarget(text, name, null, user);
        error = null;
        return true;
    }

    private static bool TryAscii(string host, [NotNullWhen(true)] out string? name)
    {
        name = null;
        try
        {
            name = System.Text.Ascii.IsValid(host) ? host.ToLowerInvariant() : new System.Globalization.IdnMapping().GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return false;
        }
        return name.Length <= MaxName && name.Split('.').All(
            label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }
}
