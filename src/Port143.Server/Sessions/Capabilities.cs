using Port143.Mail;

namespace Port143.Server.Sessions;

/// <summary>What the server announces (RFC 9051 section 6.1.1), before and after sign-in.</summary>
internal static class Capabilities
{
    private const string Always = "IMAP4rev1 IMAP4rev2 ENABLE ID LANGUAGE SASL-IR";

    private const string Searching = " SORT SORT=DISPLAY ESORT CONTEXT=SEARCH CONTEXT=SORT PARTIAL THREAD=ORDEREDSUBJECT THREAD=REFERENCES THREAD=REFS"
        + " MULTISEARCH SEARCH=FUZZY FILTERS";

    private const string SignedIn = Always
        + " LITERAL+ NAMESPACE IDLE UIDPLUS UNSELECT MOVE CHILDREN SPECIAL-USE CREATE-SPECIAL-USE LIST-EXTENDED LIST-STATUS"
        + " STATUS=SIZE ESEARCH SEARCHRES CONDSTORE QRESYNC BINARY MULTIAPPEND WITHIN PREVIEW SAVEDATE OBJECTID UIDONLY"
        + " NOTIFY UIDBATCHES INPROGRESS"
        + " I18NLEVEL=2"
        + " ACL RIGHTS=" + MailboxRightsText.NewRights + " LIST-MYRIGHTS";

    private const string Annotations = " METADATA METADATA-SERVER LIST-METADATA XLIST MAILBOX-REFERRALS"
        + " QUOTA QUOTASET QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTA=RES-MAILBOX QUOTA=RES-ANNOTATION-STORAGE";

    private const string Messages = " UNAUTHENTICATE REPLACE CATENATE URL-PARTIAL URLAUTH URLAUTH=BINARY";

    /// <summary>The capabilities of a session as it is now, separated by blanks.</summary>
    public static string Of(ImapSession session)
    {
        string all = All(session);
        ServerOptions options = session.Services.Options;
        return options.HiddenCapabilities.Count == 0
            ? all
            : string.Join(' ', all.Split(' ').Where(c => !options.Hides(c, session.Account)));
    }

    // One of the two, never both: RFC 9755 section 7.
    private static string Utf8(ImapSession session) => session.Services.Options.Utf8 == Utf8Support.Only ? " UTF8=ONLY" : " UTF8=ACCEPT";

    private static string All(ImapSession session)
    {
        if (session.Account is not null)
        {
            // Not twice: RFC 4978 section 3.
            string compress = session.Pipe.IsCompressed ? "" : " COMPRESS=DEFLATE";
            return $"{SignedIn}{Searching}{Messages}{Annotations}{Utf8(session)}{compress} APPENDLIMIT={session.Services.Options.Limits.MaxMessageSize}"
                + Extensions.MessageLimit.Capabilities(session.Services.Options.Limits);
        }
        // Before sign-in only small literals are welcome: RFC 7888 section 5.
        string capabilities = Always + " LITERAL- LOGIN-REFERRALS";
        if (!session.Pipe.IsSecure)
        {
            capabilities += " STARTTLS";
        }
        return session.MaySendPassword
            ? capabilities + string.Concat(Authentication.SaslMechanisms.Offered(session.Sasl).Select(m => " AUTH=" + m))
            : capabilities + " LOGINDISABLED";
    }
}
