using System.Text;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>AUTHENTICATE.</summary>
internal static class AuthenticateGrammar
{
    // authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]; initial-resp = (base64 / "="); RFC 9051 section 9.
    // The response stays in base64: the session decodes it strictly.
    public static AuthenticateCommand? Parse(ref ImapScanner scanner, string tag)
    {
        if (!scanner.Space() || !scanner.AtomText(out string? mechanism))
        {
            return null;
        }
        byte[]? response = null;
        if (scanner.Takes(' '))
        {
            if (scanner.Sees('"') || scanner.Sees('{') || !scanner.Atom(out ReadOnlySpan<byte> base64))
            {
                scanner.Fail("An initial response is base64 or =");
                return null;
            }
            response = base64.ToArray();
        }
        return new AuthenticateCommand(tag, mechanism.ToUpperInvariant(), response);
    }
}
