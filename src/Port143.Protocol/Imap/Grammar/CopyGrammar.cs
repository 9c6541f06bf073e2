using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>COPY and UID COPY.</summary>
internal static class CopyGrammar
{
    // copy = "COPY" SP sequence-set SP mailbox; RFC 9051 section 9
    public static CopyCommand? Parse(ref ImapScanner scanner, string tag, bool uid) =>
        scanner.Space() && SequenceSetGrammar.Parse(ref scanner, out SequenceSet set) && scanner.Space()
        && scanner.Mailbox(out string? mailbox)
            ? new CopyCommand(tag, uid, set, mailbox)
            : null;
}
