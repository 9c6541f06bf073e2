using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Scripts;

/// <summary>Which capability a command cannot do without, so that a server that does not announce it is not asked too much.</summary>
internal static partial class ScriptNeeds
{
    private static readonly (Regex Pattern, string Capability)[] Table =
    [
        (DeletedPattern(), "IMAP4rev2"), (ObjectIdPattern(), "OBJECTID"), (ComparatorPattern(), "I18NLEVEL=2"), (PartialPattern(), "PARTIAL"),
        (SavedPattern(), "SEARCHRES"), (UidOnlyPattern(), "UIDONLY"), (MetadataPattern(), "METADATA"), (NotifyPattern(), "NOTIFY"),
        (CreateUsePattern(), "CREATE-SPECIAL-USE"), (QresyncPattern(), "QRESYNC"), (ReturnPattern(), "ESEARCH"), (Rev2Pattern(), "IMAP4rev2"),
    ];

    /// <summary>What the command needs and a server with these capabilities does not have; null when it has all.</summary>
    public static string? Missing(string command, IReadOnlySet<string> announced)
    {
        string? missing = Table.FirstOrDefault(row => row.Pattern.IsMatch(command) && !announced.Contains(row.Capability)).Capability;
        return missing ?? (SizePattern().IsMatch(command) && !announced.Contains("STATUS=SIZE") ? "STATUS=SIZE" : null);
    }

    [GeneratedRegex(@"^\S+ (?:STATUS .*\bDELETED\b|LIST .*RETURN .*\bDELETED\b)", RegexOptions.IgnoreCase)]
    private static partial Regex DeletedPattern();

    [GeneratedRegex(@"\b(?:MAILBOXID|EMAILID|THREADID)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ObjectIdPattern();

    [GeneratedRegex(@"^\S+ COMPARATOR\b", RegexOptions.IgnoreCase)]
    private static partial Regex ComparatorPattern();

    [GeneratedRegex(@"\(.*\bPARTIAL ", RegexOptions.IgnoreCase)]
    private static partial Regex PartialPattern();

    [GeneratedRegex(@"RETURN \([^)]*\bSAVE\b|^\S+ (?:UID )?(?:FETCH|STORE|COPY|MOVE|SEARCH) \$", RegexOptions.IgnoreCase)]
    private static partial Regex SavedPattern();

    [GeneratedRegex(@"^\S+ ENABLE .*\bUIDONLY\b", RegexOptions.IgnoreCase)]
    private static partial Regex UidOnlyPattern();

    [GeneratedRegex(@"^\S+ (?:ENABLE .*\bMETADATA\b|[GS]ETMETADATA )", RegexOptions.IgnoreCase)]
    private static partial Regex MetadataPattern();

    [GeneratedRegex(@"^\S+ NOTIFY ", RegexOptions.IgnoreCase)]
    private static partial Regex NotifyPattern();

    [GeneratedRegex(@"^\S+ CREATE .*\(USE ", RegexOptions.IgnoreCase)]
    private static partial Regex CreateUsePattern();

    [GeneratedRegex(@"\bQRESYNC\b|\bVANISHED\b", RegexOptions.IgnoreCase)]
    private static partial Regex QresyncPattern();

    [GeneratedRegex(@"^\S+ (?:UID )?SEARCH RETURN \(", RegexOptions.IgnoreCase)]
    private static partial Regex ReturnPattern();

    [GeneratedRegex(@"^\S+ ENABLE .*\bIMAP4rev2\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rev2Pattern();

    [GeneratedRegex(@"^\S+ STATUS .*\bSIZE\b", RegexOptions.IgnoreCase)]
    private static partial Regex SizePattern();
}
