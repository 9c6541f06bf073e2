using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>
/// SEARCH (RFC 9051 section 6.4.4; ESEARCH of RFC 4731, SEARCHRES of RFC 5182, MODSEQ of RFC 7162, PARTIAL of RFC 9394,
/// CONTEXT=SEARCH of RFC 5267).
/// </summary>
internal static class SearchHandler
{
    public static ValueTask<CommandResult> RunAsync(ImapSession session, SearchCommand command, CancellationToken cancel)
    {
        // In IMAP4rev2 no RETURN at all means ALL.
        SearchReturns? returns = command.Return ?? (session.Rev2 ? SearchReturns.All : null);
        return SearchRun.RunAsync(session, new SearchRequest(command.Tag, command.Uid, returns, command.Key, Order: null), cancel);
    }
}
