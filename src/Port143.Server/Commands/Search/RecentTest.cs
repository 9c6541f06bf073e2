namespace Port143.Server.Commands.Search;

/// <summary>RECENT (RFC 3501 section 6.4.4).</summary>
internal sealed class RecentTest : SearchTest
{
    public override Truth Ask(in SearchRow row) => From(row.IsRecent);
}
