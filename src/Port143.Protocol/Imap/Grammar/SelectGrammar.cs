using Port143.Mail;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>SELECT and EXAMINE.</summary>
internal static class SelectGrammar
{
    // select = "SELECT" SP mailbox [SP "(" select-param *(SP select-param) ")"]; RFC 4466 section 2.4
    // select-param =/ "CONDSTORE" / "QRESYNC" SP "(" ... ")"; RFC 7162 section 7
    public static SelectCommand? Parse(ref ImapScanner scanner, string tag, bool readOnly)
    {
        if (!scanner.Space() || !scanner.Mailbox(out string? mailbox))
        {
            return null;
        }
        bool condstore = false;
        QresyncParameter? qresync = null;
        if (scanner.Takes(' '))
        {
            if (!scanner.Expects('('))
            {
                return null;
            }
            do
            {
                if (scanner.TakesWord("CONDSTORE"u8) && !condstore)
                {
                    condstore = true;
                }
                else if (qresync is null && scanner.TakesWord("QRESYNC"u8))
                {
                    if (!scanner.Space() || !Qresync(ref scanner, out qresync))
                    {
                        return null;
                    }
                }
                else
                {
                    scanner.Fail("SELECT knows CONDSTORE and QRESYNC, once each");
                    return null;
                }
            }
            while (scanner.Takes(' '));
            if (!scanner.Expects(')'))
            {
                return null;
            }
        }
        return new SelectCommand(tag, mailbox, readOnly, condstore, qresync);
    }

    // "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"; RFC 7162 section 7
    private static bool Qresync(ref ImapScanner scanner, out QresyncParameter? parameter)
    {
        parameter = null;
        if (!scanner.Expects('(') || !scanner.NonZero(out uint uidValidity) || !scanner.Space() || !scanner.NonZero64(out long modSeq))
        {
            return false;
        }
        UidSet? known = null;
        SequenceMatchData? match = null;
        bool more = scanner.Takes(' ');
        if (more && !scanner.Sees('('))
        {
            if (!SequenceSetGrammar.ParseKnown(ref scanner, out SequenceSet uids))
            {
                return false;
            }
            known = uids.Resolve(0);
            more = scanner.Takes(' ');
        }
        if (more && !MatchData(ref scanner, out match))
        {
            return false;
        }
        if (!scanner.Expects(')'))
        {
            return false;
        }
        parameter = new QresyncParameter(uidValidity, modSeq, known, match);
        return true;
    }

    // seq-match-data = "(" known-sequence-set SP known-uid-set ")"; RFC 7162 section 7
    private static bool MatchData(ref ImapScanner scanner, out SequenceMatchData? match)
    {
        match = null;
        if (!scanner.Expects('(') || !SequenceSetGrammar.ParseKnown(ref scanner, out SequenceSet sequence) || !scanner.Space()
            || !SequenceSetGrammar.ParseKnown(ref scanner, out SequenceSet uids) || !scanner.Expects(')'))
        {
            return false;
        }
        UidSet known = uids.Resolve(0);
        if (known.UidCount != sequence.Resolve(0).UidCount)
        {
            return scanner.Fail("The two sets of the match data differ in length");
        }
        match = new SequenceMatchData(sequence, known);
        return true;
    }
}
