using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Server.Extensions;
using Port143.Server.Sessions;

namespace Port143.Server.Commands.Search;

/// <summary>Runs SEARCH and SORT in the selected mailbox: find, sort, save, tell.</summary>
internal static class SearchRun
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, SearchRequest request, CancellationToken cancel)
    {
        SelectedMailbox selected = session.Selected!;
        bool update = request.Returns?.Has(SearchReturn.Update) == true;
        bool saves = request.Returns?.Has(SearchReturn.Save) == true;
        if (update && selected.Contexts.Has(request.Tag))
        {
            return CommandResult.Bad("Tag reuse: a search with this tag is kept up to date"); // RFC 5267 section 4.3
        }
        (SearchKey? key, CommandResult refusal) = await SearchFilters.ResolveAsync(session, request.Key, cancel).ConfigureAwait(false);
        if (key is null)
        {
            return refusal;
        }
        var compiler = new SearchCompiler(session, selected);
        if (compiler.Compile(key) is not { } test)
        {
            return UidOnly.UidRequired;
        }
        session.HoldsExpunge = compiler.NamesNumbers;
        if ((request.Returns?.Has(SearchReturn.Relevancy) == true || request.Order?.BestFirst is not null) && !compiler.IsFuzzy)
        {
            return FuzzyTest.KeyRequired;
        }
        if (compiler.AsksModSeq)
        {
            EnableHandler.EnableCondstore(session);
        }
        UidSet among = selected.Numbers.ToUidSet();
        ResponseCode? exceeded = null;
        if (MessageLimit.IsSet(session))
        {
            among = test.Candidates(among);
            if (MessageLimit.RefuseSearch(session, request, among.UidCount) is { } tooMany)
            {
                selected.SavedResult = saves ? UidSet.Empty : selected.SavedResult;
                return tooMany;
            }
            among = MessageLimit.Take(session, among, out exceeded); // so $ is truncated as well (RFC 9738 section 3.4)
        }
        var evaluator = new SearchEvaluator(session, selected, test, compiler.IsFuzzy ? compiler.FuzzyTests : null);
        ResultList found;
        try
        {
            UidSet uids = await evaluator.RunAsync(among, cancel).ConfigureAwait(false);
            found = request.Order is { } order
                ? Sorted(await order.SortTellingAsync(session, selected, uids, cancel).ConfigureAwait(false), order.BestFirst, evaluator, compiler)
                : new ResultList(uids, evaluator.ScoresOf(uids));
        }
        catch when (saves)
        {
            selected.SavedResult = UidSet.Empty; // RFC 5182 section 2.1: a failed search saves nothing
            throw;
        }
        await SearchAnswer.TellAsync(session, selected, request, found, compiler.AsksModSeq ? evaluator.HighestModSeq : null).ConfigureAwait(false);
        if (update)
        {
            selected.Contexts.Add(session, request, test, found, isComplete: exceeded is null);
        }
        return MessageLimit.End(session, CommandResult.Ok($"{request.Name} completed"), exceeded);
    }

    private static ResultList Sorted(ReadOnlyMemory<uint> order, bool? bestFirst, SearchEvaluator evaluator, SearchCompiler compiler)
    {
        if (!compiler.IsFuzzy)
        {
            return new ResultList(order); // by RELEVANCY only what is fuzzy is sorted
        }
        uint[] uids = order.ToArray();
        if (bestFirst is { } best)
        {
            // OrderBy is stable: equal scores stay in the order of the other keys.
            uids = [.. uids.OrderBy(uid => best ? -evaluator.ScoreOf(uid) : evaluator.ScoreOf(uid))];
        }
        return new ResultList(uids, [.. uids.Select(evaluator.ScoreOf)]);
    }
}
