using Port143.Mail;

namespace Port143.Protocol.Imap;

/// <summary>
/// A response code: what stands in brackets after OK, NO, BAD, PREAUTH and BYE (RFC 9051 section 7.1). Only codes that the
/// RFCs define can be made.
/// </summary>
public sealed class ResponseCode
{
    /// <summary>ALERT (RFC 9051).</summary>
    public static readonly ResponseCode Alert = new("ALERT");

    /// <summary>ALREADYEXISTS (RFC 5530).</summary>
    public static readonly ResponseCode AlreadyExists = new("ALREADYEXISTS");

    /// <summary>AUTHENTICATIONFAILED (RFC 5530).</summary>
    public static readonly ResponseCode AuthenticationFailed = new("AUTHENTICATIONFAILED");

    /// <summary>AUTHORIZATIONFAILED (RFC 5530).</summary>
    public static readonly ResponseCode AuthorizationFailed = new("AUTHORIZATIONFAILED");

    /// <summary>BADCHARSET with the charsets that SEARCH knows (RFC 9051 section 6.4.4).</summary>
    public static readonly ResponseCode BadCharset = new("BADCHARSET (US-ASCII UTF-8)");

    /// <summary>BADCOMPARATOR (RFC 5255 section 4.9).</summary>
    public static readonly ResponseCode BadComparator = new("BADCOMPARATOR");

    /// <summary>CANNOT (RFC 5530).</summary>
    public static readonly ResponseCode Cannot = new("CANNOT");

    /// <summary>CLIENTBUG (RFC 5530).</summary>
    public static readonly ResponseCode ClientBug = new("CLIENTBUG");

    /// <summary>CLOSED (RFC 7162, RFC 9051).</summary>
    public static readonly ResponseCode Closed = new("CLOSED");

    /// <summary>COMPRESSIONACTIVE (RFC 4978).</summary>
    public static readonly ResponseCode CompressionActive = new("COMPRESSIONACTIVE");

    /// <summary>CONTACTADMIN (RFC 5530).</summary>
    public static readonly ResponseCode ContactAdmin = new("CONTACTADMIN");

    /// <summary>EXPUNGEISSUED (RFC 5530).</summary>
    public static readonly ResponseCode ExpungeIssued = new("EXPUNGEISSUED");

    /// <summary>HASCHILDREN (RFC 9051).</summary>
    public static readonly ResponseCode HasChildren = new("HASCHILDREN");

    /// <summary>LIMIT (RFC 5530).</summary>
    public static readonly ResponseCode Limit = new("LIMIT");

    /// <summary>METADATA TOOMANY (RFC 5464 section 4.3).</summary>
    public static readonly ResponseCode MetadataTooMany = new("METADATA TOOMANY");

    /// <summary>NOMODSEQ (RFC 7162).</summary>
    public static readonly ResponseCode NoModSeq = new("NOMODSEQ");

    /// <summary>NONEXISTENT (RFC 5530).</summary>
    public static readonly ResponseCode NonExistent = new("NONEXISTENT");

    /// <summary>NOPERM (RFC 5530).</summary>
    public static readonly ResponseCode NoPerm = new("NOPERM");

    /// <summary>NOTIFICATIONOVERFLOW (RFC 5465).</summary>
    public static readonly ResponseCode NotificationOverflow = new("NOTIFICATIONOVERFLOW");

    /// <summary>NOTSAVED (RFC 5182).</summary>
    public static readonly ResponseCode NotSaved = new("NOTSAVED");

    /// <summary>OVERQUOTA (RFC 5530).</summary>
    public static readonly ResponseCode OverQuota = new("OVERQUOTA");

    /// <summary>PARSE (RFC 9051).</summary>
    public static readonly ResponseCode Parse = new("PARSE");

    /// <summary>PRIVACYREQUIRED (RFC 5530).</summary>
    public static readonly ResponseCode PrivacyRequired = new("PRIVACYREQUIRED");

    /// <summary>READ-ONLY (RFC 9051).</summary>
    public static readonly ResponseCode ReadOnly = new("READ-ONLY");

    /// <summary>READ-WRITE (RFC 9051).</summary>
    public static readonly ResponseCode ReadWrite = new("READ-WRITE");

    /// <summary>SERVERBUG (RFC 5530).</summary>
    public static readonly ResponseCode ServerBug = new("SERVERBUG");

    /// <summary>TOOBIG (RFC 4469, RFC 7889).</summary>
    public static readonly ResponseCode TooBig = new("TOOBIG");

    /// <summary>TOOFEW (RFC 10022).</summary>
    public static readonly ResponseCode TooFew = new("TOOFEW");

    /// <summary>TOOMANY (RFC 10022).</summary>
    public static readonly ResponseCode TooMany = new("TOOMANY");

    /// <summary>TRYCREATE (RFC 9051).</summary>
    public static readonly ResponseCode TryCreate = new("TRYCREATE");

    /// <summary>UIDNOTSTICKY (RFC 4315).</summary>
    public static readonly ResponseCode UidNotSticky = new("UIDNOTSTICKY");

    /// <summary>UIDREQUIRED (RFC 9586).</summary>
    public static readonly ResponseCode UidRequired = new("UIDREQUIRED");

    /// <summary>UNAVAILABLE (RFC 5530).</summary>
    public static readonly ResponseCode Unavailable = new("UNAVAILABLE");

    /// <summary>UNKNOWN-CTE (RFC 3516).</summary>
    public static readonly ResponseCode UnknownCte = new("UNKNOWN-CTE");

    /// <summary>URLMECH (RFC 4467) with the one mechanism.</summary>
    public static readonly ResponseCode UrlMech = new("URLMECH INTERNAL");

    /// <summary>USEATTR (RFC 6154).</summary>
    public static readonly ResponseCode UseAttr = new("USEATTR");

    private ResponseCode(string text) => Value = text;

    /// <summary>The code as on the wire, without its brackets.</summary>
    public string Value { get; }

    /// <summary>APPENDUID (RFC 4315).</summary>
    public static ResponseCode AppendUid(uint uidValidity, UidSet uids) => new($"APPENDUID {uidValidity} {uids}");

    /// <summary>BADURL (RFC 4469) with the URL, in which nothing stands that could end the code; <c>""</c> for none.</summary>
    public static ResponseCode BadUrl(string url)
    {
        if (url.Length == 0)
        {
            return new("BADURL \"\"");
        }
        var text = new System.Text.StringBuilder("BADURL ");
        foreach (char c in url)
        {
            _ = c is > ' ' and <= '~' and not (']' or '"' or '\\') ? text.Append(c) : text.Append('%').Append(((int)c & 0xFF).ToString("X2", null));
        }
        return new(text.ToString());
    }

    /// <summary>BADEVENT with the events that NOTIFY knows (RFC 5465).</summary>
    public static ResponseCode BadEvent(string events) => new($"BADEVENT ({events})");

    /// <summary>CAPABILITY (RFC 9051).</summary>
    public static ResponseCode Capability(string capabilities) => new($"CAPABILITY {capabilities}");

    /// <summary>COPYUID (RFC 4315).</summary>
    public static ResponseCode CopyUid(uint uidValidity, UidSet from, UidSet to) => new($"COPYUID {uidValidity} {from} {to}");

    /// <summary>HIGHESTMODSEQ (RFC 7162).</summary>
    public static ResponseCode HighestModSeq(long modSeq) => new($"HIGHESTMODSEQ {modSeq}");

    /// <summary>MAILBOXID (RFC 8474).</summary>
    public static ResponseCode MailboxId(string id) => new($"MAILBOXID ({id})");

    /// <summary>MESSAGELIMIT (RFC 9738): the limit, and the lowest UID that was processed where there is one.</summary>
    public static ResponseCode MessageLimit(long limit, uint? lowest) =>
        new(lowest is { } uid ? $"MESSAGELIMIT {limit} {uid}" : $"MESSAGELIMIT {limit}");

    /// <summary>METADATA LONGENTRIES (RFC 5464 section 4.2.1).</summary>
    public static ResponseCode MetadataLongEntries(long biggest) => new($"METADATA LONGENTRIES {biggest}");

    /// <summary>METADATA MAXSIZE (RFC 5464 section 4.3).</summary>
    public static ResponseCode MetadataMaxSize(int octets) => new($"METADATA MAXSIZE {octets}");

    /// <summary>MODIFIED (RFC 7162).</summary>
    public static ResponseCode Modified(UidSet set) => new($"MODIFIED {set}");

    /// <summary>NOUPDATE (RFC 5267).</summary>
    public static ResponseCode NoUpdate(string tag) => new($"NOUPDATE \"{tag}\"");

    /// <summary>PERMANENTFLAGS (RFC 9051).</summary>
    public static ResponseCode PermanentFlags(string flags) => new($"PERMANENTFLAGS ({flags})");

    /// <summary>REFERRAL with the URLs of other servers (RFC 2221 section 5, RFC 2193 section 6).</summary>
    public static ResponseCode Referral(IEnumerable<string> urls) => new($"REFERRAL {string.Join(' ', urls)}");

    /// <summary>UIDNEXT (RFC 9051).</summary>
    public static ResponseCode UidNext(uint uid) => new($"UIDNEXT {uid}");

    /// <summary>UIDVALIDITY (RFC 9051).</summary>
    public static ResponseCode UidValidity(uint value) => new($"UIDVALIDITY {value}");

    /// <summary>UNSEEN (RFC 3501).</summary>
    public static ResponseCode Unseen(uint number) => new($"UNSEEN {number}");

    /// <summary>UNDEFINED-FILTER (RFC 5466 section 3.1).</summary>
    public static ResponseCode UndefinedFilter(string name) => new($"UNDEFINED-FILTER {name}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
