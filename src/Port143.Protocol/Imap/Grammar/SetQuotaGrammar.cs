using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>SETQUOTA.</summary>
internal static class SetQuotaGrammar
{
    private const int MaxResources = 50;

    // setquota = "SETQUOTA" SP quota-root-name SP setquota-list
    // setquota-list = "(" [setquota-resource *(SP setquota-resource)] ")"; RFC 9208 section 7
    public static SetQuotaCommand? Parse(ref ImapScanner scanner, string tag)
    {
        if (!scanner.Space() || !scanner.AStringText(out string? root) || !scanner.Space() || !scanner.Expects('('))
        {
            return null;
        }
        var limits = new List<QuotaLimit>();
        while (!scanner.Takes(')'))
        {
            // setquota-resource = resource-name SP resource-limit
            if (limits.Count > 0 && !scanner.Space()
                || !scanner.AtomText(out string? resource) || !scanner.Space() || !scanner.Number64(out long limit))
            {
                return null;
            }
            if (limits.Count == MaxResources)
            {
                scanner.Fail("Too many resources");
                return null;
            }
            limits.Add(new QuotaLimit(resource.ToUpperInvariant(), limit));
        }
        return new SetQuotaCommand(tag, root, limits);
    }
}
