using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>SEARCH (RFC 9051 section 6.4.4; ESEARCH of RFC 4731, SEARCHRES of RFC 5182, MODSEQ of RFC 7162, PARTIAL of RFC 9394).</summary>
internal static class SearchHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, SearchCommand command, CancellationToken cancel)
    {
        SelectedMailbox selected = session.Selected!;
        var compiler = new SearchCompiler(session, selected);
        if (compiler.Compile(command.Key) is not { } test)
        {
            return compiler.Refusal;
        }
        if (compiler.AsksModSeq)
        {
            EnableHandler.EnableCondstore(session);
        }
        var evaluator = new SearchEvaluator(session, selected, test);
        UidSet found;
        try
        {
            found = await evaluator.RunAsync(cancel).ConfigureAwait(false);
        }
        catch when (command.Return?.Has(SearchReturn.Save) == true)
        {
            selected.SavedResult = UidSet.Empty; // RFC 5182 section 2.1: a failed search saves nothing
            throw;
        }
        // In IMAP4rev2 no RETURN at all means ALL.
        SearchReturns? returns = command.Return ?? (session.Rev2 ? SearchReturns.All : null);
        await SearchAnswer.TellAsync(
            session, selected, (command.Tag, command.Uid, returns), "SEARCH", new ResultList(found),
            compiler.AsksModSeq ? evaluator.HighestModSeq : null).ConfigureAwait(false);
        return CommandResult.Ok("SEARCH completed");
    }
}
