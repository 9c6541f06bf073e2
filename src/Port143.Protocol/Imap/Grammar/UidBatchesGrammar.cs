using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>UIDBATCHES.</summary>
internal static class UidBatchesGrammar
{
    // message-batches = "UIDBATCHES" SP nz-number [SP nz-number ":" nz-number]; RFC 10022 section 4
    public static UidBatchesCommand? Parse(ref ImapScanner scanner, string tag)
    {
        if (!scanner.Space() || !scanner.NonZero(out uint size))
        {
            return null;
        }
        if (!scanner.Takes(' '))
        {
            return new UidBatchesCommand(tag, size, 0, 0);
        }
        return scanner.NonZero(out uint first) && scanner.Expects(':') && scanner.NonZero(out uint last)
            ? new UidBatchesCommand(tag, size, first, last)
            : null;
    }
}
