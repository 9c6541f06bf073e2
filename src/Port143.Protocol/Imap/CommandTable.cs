using System.Text;

namespace Port143.Protocol.Imap;

/// <summary>Every command that the grammar knows, one row each.</summary>
public static class CommandTable
{
    private const ConnectionStates Any = ConnectionStates.Any;
    private const ConnectionStates Before = ConnectionStates.NotAuthenticated;
    private const ConnectionStates SignedIn = ConnectionStates.SignedIn;
    private const ConnectionStates Selected = ConnectionStates.Selected;

    //                 name            states    numbers  expunge  capability        source
    private static readonly CommandRow[] Table =
    [
        new("CAPABILITY",   Any,      false, true,  null,            "RFC 9051 6.1.1"),
        new("NOOP",         Any,      false, true,  null,            "RFC 9051 6.1.2"),
        new("LOGOUT",       Any,      false, false, null,            "RFC 9051 6.1.3"),
        new("ID",           Any,      false, true,  "ID",            "RFC 2971 3.1"),
        new("LANGUAGE",     Any,      false, true,  "LANGUAGE",      "RFC 5255 3.2"),
        new("STARTTLS",     Before,   false, false, "STARTTLS",      "RFC 9051 6.2.1"),
        new("AUTHENTICATE", Before,   false, false, null,            "RFC 9051 6.2.2"),
        new("LOGIN",        Before,   false, false, null,            "RFC 9051 6.2.3"),
        new("ENABLE",       SignedIn, false, true,  "ENABLE",        "RFC 9051 6.3.1"),
        new("COMPRESS",     SignedIn, false, true,  "COMPRESS=DEFLATE", "RFC 4978 3"),
        new("UNAUTHENTICATE", SignedIn, false, false, "UNAUTHENTICATE", "RFC 8437 3"),
        new("SELECT",       SignedIn, false, false, null,            "RFC 9051 6.3.2"),
        new("EXAMINE",      SignedIn, false, false, null,            "RFC 9051 6.3.3"),
        new("CREATE",       SignedIn, false, true,  null,            "RFC 9051 6.3.4"),
        new("DELETE",       SignedIn, false, true,  null,            "RFC 9051 6.3.5"),
        new("RENAME",       SignedIn, false, true,  null,            "RFC 9051 6.3.6"),
        new("SUBSCRIBE",    SignedIn, false, true,  null,            "RFC 9051 6.3.7"),
        new("UNSUBSCRIBE",  SignedIn, false, true,  null,            "RFC 9051 6.3.8"),
        new("LIST",         SignedIn, false, true,  null,            "RFC 9051 6.3.9"),
        new("LSUB",         SignedIn, false, true,  null,            "RFC 3501 6.3.9"),
        new("NAMESPACE",    SignedIn, false, true,  "NAMESPACE",     "RFC 9051 6.3.10"),
        new("STATUS",       SignedIn, false, true,  null,            "RFC 9051 6.3.11"),
        new("GETMETADATA",  SignedIn, false, true,  "METADATA",      "RFC 5464 4.2"),
        new("SETMETADATA",  SignedIn, false, true,  "METADATA",      "RFC 5464 4.3"),
        new("SETACL",       SignedIn, false, true,  "ACL",           "RFC 4314 3.1"),
        new("DELETEACL",    SignedIn, false, true,  "ACL",           "RFC 4314 3.2"),
        new("GETACL",       SignedIn, false, true,  "ACL",           "RFC 4314 3.3"),
        new("LISTRIGHTS",   SignedIn, false, true,  "ACL",           "RFC 4314 3.4"),
        new("MYRIGHTS",     SignedIn, false, true,  "ACL",           "RFC 4314 3.5"),
        new("NOTIFY",       SignedIn, false, true,  "NOTIFY",        "RFC 5465 3.1"),
        new("GETQUOTA",     SignedIn, false, true,  "QUOTA",         "RFC 9208 4.1.1"),
        new("GETQUOTAROOT", SignedIn, false, true,  "QUOTA",         "RFC 9208 4.1.2"),
        new("SETQUOTA",     SignedIn, false, true,  "QUOTASET",      "RFC 9208 4.1.3"),
        new("XLIST",        SignedIn, false, true,  "XLIST",         "RFC 6154 2"),
        new("RLIST",        SignedIn, false, true,  "MAILBOX-REFERRALS", "RFC 2193 5.1"),
        new("RLSUB",        SignedIn, false, true,  "MAILBOX-REFERRALS", "RFC 2193 5.2"),
        new("APPEND",       SignedIn, false, true,  null,            "RFC 9051 6.3.12"),
        new("GENURLAUTH",   SignedIn, false, true,  "URLAUTH",       "RFC 4467 7"),
        new("RESETKEY",     SignedIn, false, true,  "URLAUTH",       "RFC 4467 7"),
        new("URLFETCH",     SignedIn, false, true,  "URLAUTH",       "RFC 4467 7"),
        new("IDLE",         SignedIn, false, true,  "IDLE",          "RFC 9051 6.3.13"),
        new("COMPARATOR",   SignedIn, false, true,  "I18NLEVEL=2",   "RFC 5255 4.7"),
        new("CHECK",        Selected, false, true,  null,            "RFC 3501 6.4.1"),
        new("CLOSE",        Selected, false, false, null,            "RFC 9051 6.4.1"),
        new("UNSELECT",     Selected, false, false, "UNSELECT",      "RFC 9051 6.4.2"),
        new("EXPUNGE",      Selected, false, true,  null,            "RFC 9051 6.4.3"),
        new("UIDBATCHES",   Selected, false, true,  "UIDBATCHES",    "RFC 10022 3.1"),
        new("SEARCH",       Selected, true,  false, null,            "RFC 9051 6.4.4"),
        new("SORT",         Selected, true,  false, "SORT",          "RFC 5256 3"),
        new("ESEARCH",      SignedIn, false, true,  "MULTISEARCH",   "RFC 7377 2"),
        new("THREAD",       Selected, true,  false, "THREAD=REFERENCES", "RFC 5256 3"),
        new("CANCELUPDATE", Selected, false, true,  "CONTEXT=SEARCH", "RFC 5267 4.3.5"),
        new("FETCH",        Selected, true,  false, null,            "RFC 9051 6.4.5"),
        new("STORE",        Selected, true,  false, null,            "RFC 9051 6.4.6"),
        new("COPY",         Selected, true,  true,  null,            "RFC 9051 6.4.7"),
        new("MOVE",         Selected, true,  true,  "MOVE",          "RFC 9051 6.4.8"),
        new("REPLACE",      Selected, true,  true,  "REPLACE",       "RFC 8508 3.2"),
        new("UID SEARCH",   Selected, false, true,  null,            "RFC 9051 6.4.9"),
        new("UID SORT",     Selected, false, true,  "SORT",          "RFC 5256 3"),
        new("UID THREAD",   Selected, false, true,  "THREAD=REFERENCES", "RFC 5256 3"),
        new("UID FETCH",    Selected, false, true,  null,            "RFC 9051 6.4.9"),
        new("UID STORE",    Selected, false, true,  null,            "RFC 9051 6.4.9"),
        new("UID COPY",     Selected, false, true,  null,            "RFC 9051 6.4.9"),
        new("UID MOVE",     Selected, false, true,  "MOVE",          "RFC 9051 6.4.9"),
        new("UID REPLACE",  Selected, false, true,  "REPLACE",       "RFC 8508 3.3"),
        new("UID EXPUNGE",  Selected, false, true,  "UIDPLUS",       "RFC 9051 6.4.9"),
    ];

    private static readonly CommandRow[][] ByLength = MakeIndex();

    /// <summary>The rows.</summary>
    public static IReadOnlyList<CommandRow> Rows => Table;

    /// <summary>Finds a row by the command's name as it stands on the wire, in any case; null when there is none. The UID
    /// commands are found by both words with one blank between them.</summary>
    public static CommandRow? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (CommandRow row in ByLength[name.Length])
            {
                if (Ascii.EqualsIgnoreCase(name, row.Name))
                {
                    return row;
                }
            }
        }
        return null;
    }

    /// <summary>Finds a row by a command's name as it stands in the table; throws when there is none, which is a bug.</summary>
    public static CommandRow Get(string name)
    {
        foreach (CommandRow row in name.Length < ByLength.Length ? ByLength[name.Length] : [])
        {
            if (row.Name == name)
            {
                return row;
            }
        }
        throw new ArgumentException($"{name} has no row in the command table.", nameof(name));
    }

    private static CommandRow[][] MakeIndex()
    {
        var index = new CommandRow[Table.Max(row => row.Name.Length) + 1][];
        for (int length = 0; length < index.Length; length++)
        {
            index[length] = Array.FindAll(Table, row => row.Name.Length == length);
        }
        return index;
    }
}
