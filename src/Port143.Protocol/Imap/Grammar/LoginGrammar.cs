using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>LOGIN.</summary>
internal static class LoginGrammar
{
    // login = "LOGIN" SP userid SP password; userid = astring; password = astring; RFC 9051 section 9
    public static LoginCommand? Parse(ref ImapScanner scanner, string tag) =>
        scanner.Space() && scanner.AStringText(out string? user) && scanner.Space() && scanner.AStringText(out string? password)
            ? new LoginCommand(tag, user, password)
            : null;
}
