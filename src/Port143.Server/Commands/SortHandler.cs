using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>SORT (RFC 5256 section 3, SORT=DISPLAY of RFC 5957, ESORT and CONTEXT=SORT of RFC 5267).</summary>
internal static class SortHandler
{
    public static ValueTask<CommandResult> RunAsync(ImapSession session, SortCommand command, CancellationToken cancel) =>
        SearchRun.RunAsync(session, new SearchRequest(command.Tag, command.Uid, command.Return, command.Key, new SortOrder(command.Criteria, session.Comparator)), cancel);
}
