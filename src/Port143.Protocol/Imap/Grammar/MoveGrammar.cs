using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>MOVE and UID MOVE.</summary>
internal static class MoveGrammar
{
    // move = "MOVE" SP sequence-set SP mailbox; RFC 9051 section 9
    public static MoveCommand? Parse(ref ImapScanner scanner, string tag, bool uid) =>
        scanner.Space() && SequenceSetGrammar.Parse(ref scanner, out SequenceSet set) && scanner.Space()
        && scanner.Mailbox(out string? mailbox)
            ? new MoveCommand(tag, uid, set, mailbox)
            : null;
}
