using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>UID EXPUNGE.</summary>
internal static class ExpungeGrammar
{
    // uid-expunge = "UID" SP "EXPUNGE" SP sequence-set; RFC 9051 section 9
    public static ExpungeCommand? ParseUid(ref ImapScanner scanner, string tag) =>
        scanner.Space() && SequenceSetGrammar.Parse(ref scanner, out SequenceSet uids) ? new ExpungeCommand(tag, uids) : null;
}
