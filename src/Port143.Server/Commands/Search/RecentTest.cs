using Port143.Server.Sessions;

namespace Port143.Server.Commands.Search;

/// <summary>RECENT (RFC 3501 section 6.4.4): what this session was told as \Recent.</summary>
internal sealed class RecentTest(SelectedMailbox selected) : SearchTest
{
    public override Truth Ask(in SearchRow row) => From(selected.Recent.Contains(row.Row.Uid));
}
