using System.Text;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>CANCELUPDATE.</summary>
internal static class CancelUpdateGrammar
{
    private const int MaxTags = 1000;

    // "CANCELUPDATE" 1*(SP quoted); RFC 5267 section 5. Tags without quotes are taken as well.
    public static CancelUpdateCommand? Parse(ref ImapScanner scanner, string tag)
    {
        var tags = new List<string>();
        do
        {
            if (!scanner.Space() || !scanner.AString(out ReadOnlySpan<byte> named))
            {
                return null;
            }
            if (tags.Count == MaxTags)
            {
                scanner.Fail("Too many tags");
                return null;
            }
            tags.Add(Encoding.ASCII.GetString(named));
        }
        while (scanner.Sees(' '));
        return new CancelUpdateCommand(tag, tags);
    }
}
