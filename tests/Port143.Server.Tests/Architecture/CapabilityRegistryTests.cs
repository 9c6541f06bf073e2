namespace Port143.Server.Tests.Architecture;

/// <summary>The names of the registry, and those that the large servers have beside it: each is announced, or it is said why not.</summary>
public sealed class CapabilityRegistryTests
{
    private const int LeastOffered = 76;
    private const int LeastByDefault = 70;

    // A name that ends with = or * stands for all that begin so.
    private static readonly string[] Names =
    [
        "IMAP4rev1", "IMAP4rev2", "STARTTLS", "LITERAL*", "SASL-IR", "ENABLE", "ID", "IDLE", "NAMESPACE", "CHILDREN", "UNSELECT", "UIDPLUS",
        "MOVE", "CONDSTORE", "QRESYNC", "ESEARCH", "SEARCHRES", "SORT", "SORT=DISPLAY", "THREAD=ORDEREDSUBJECT", "THREAD=REFERENCES",
        "THREAD=REFS", "ESORT", "CONTEXT=SEARCH", "CONTEXT=SORT", "MULTISEARCH", "LIST-EXTENDED", "LIST-STATUS", "LIST-MYRIGHTS",
        "LIST-METADATA", "SPECIAL-USE", "CREATE-SPECIAL-USE", "BINARY", "CATENATE", "URL-PARTIAL", "URLAUTH", "MULTIAPPEND", "REPLACE",
        "COMPRESS=DEFLATE", "METADATA", "METADATA-SERVER", "ACL", "RIGHTS=", "QUOTA", "QUOTA=RES-*", "QUOTASET", "NOTIFY", "OBJECTID",
        "OBJECTID+", "PREVIEW", "SAVEDATE", "STATUS=SIZE", "APPENDLIMIT=", "UTF8=ACCEPT", "UTF8=ONLY", "WITHIN", "SEARCH=FUZZY", "PARTIAL",
        "INPROGRESS", "UIDONLY", "UIDBATCHES", "MESSAGELIMIT=", "SAVELIMIT=", "JMAPACCESS", "UNAUTHENTICATE", "AUTH=PLAIN",
        "AUTH=SCRAM-SHA-1", "AUTH=SCRAM-SHA-256", "AUTH=SCRAM-SHA-256-PLUS", "AUTH=OAUTHBEARER", "AUTH=XOAUTH2", "AUTH=EXTERNAL",
        "AUTH=ANONYMOUS", "AUTH=GSSAPI", "LOGIN-REFERRALS", "MAILBOX-REFERRALS", "CONVERT", "FILTERS", "ANNOTATE-EXPERIMENT-1",
        "I18NLEVEL=1", "I18NLEVEL=2", "LANGUAGE", "IMAPSIEVE=", "XLIST", "X-GM-EXT-1", "XAPPLEPUSHSERVICE",
    ];

    // Announced without a word of the administrator. SCRAM as soon as an account has a device password: before, it could
    // only fail. Where the words are "where X is set", somebody must set it.
    private static readonly string[] ByDefault = ["yes", "without TLS", "where passwords are taken", "where SCRAM helps", "where SCRAM helps, behind TLS"];

    private static IReadOnlyList<string[]> Announced => RfcIndex.Rows("Capabilities");

    [Fact]
    public void Every_name_is_announced_or_it_is_said_why_not()
    {
        Assert.Equal(86, Names.Length);
        HashSet<string> missing = [.. RfcIndex.Rows("Not announced").Select(r => r[0])];
        Assert.All(Names, n => Assert.True(missing.Contains(n) ^ Announced.Any(r => Is(n, r[0])), n));
        Assert.Subset(Names.ToHashSet(), missing);
    }

    [Fact]
    public void No_server_has_more_of_them()
    {
        int offered = Names.Count(n => Announced.Any(r => Is(n, r[0])));
        int byDefault = Names.Count(n => Announced.Any(r => Is(n, r[0]) && (ByDefault.Contains(r[1]) || ByDefault.Contains(r[2]))));
        Assert.True(offered >= LeastOffered, $"{offered} of {Names.Length} names are offered");
        Assert.True(byDefault >= LeastByDefault, $"{byDefault} of {Names.Length} names are on by default");
    }

    private static bool Is(string name, string row) =>
        name.EndsWith('*') ? row.StartsWith(name[..^1], StringComparison.Ordinal)
        : name.EndsWith('=') ? row.StartsWith(name, StringComparison.Ordinal)
        : row == name;
}
