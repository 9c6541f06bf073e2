using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Server.Commands.Search;
using Port143.Server.Commands.Thread;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Threading;

namespace Port143.Server.Commands;

/// <summary>THREAD (RFC 5256 section 3): a SEARCH whose answer is a forest.</summary>
internal static class ThreadHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, ThreadCommand command, CancellationToken cancel)
    {
        SelectedMailbox selected = session.Selected!;
        (SearchKey? key, CommandResult refusal) = await SearchFilters.ResolveAsync(session, command.Key, cancel).ConfigureAwait(false);
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
        if (compiler.AsksModSeq)
        {
            EnableHandler.EnableCondstore(session);
        }
        // Threads of some of the messages would be others (RFC 9738 section 3.3).
        UidSet among = MessageLimit.IsSet(session) ? test.Candidates(selected.Numbers.ToUidSet()) : selected.Numbers.ToUidSet();
        if (MessageLimit.Refuse(session, among.UidCount) is { } tooMany)
        {
            return tooMany;
        }
        UidSet found = await new SearchEvaluator(session, selected, test).RunAsync(among, cancel).ConfigureAwait(false);
        var count = new WorkCount();
        ThreadColumn column = await Progress.AwaitAsync(
            session, session.Services.Indexes.ThreadColumns.GetAsync(selected.Index, session.Comparator, count, cancel), count).ConfigureAwait(false);
        ThreadOutline outline = column.Outlines.Find(o => o.Algorithm == (int)command.Algorithm && o.Messages.Equals(found))
            ?? Thread(column, found, command.Algorithm);
        UidSet numbers = command.Uid ? outline.Messages : selected.Numbers.NumbersOf(outline.Messages);
        await ThreadResponse.WriteAsync(session, outline, numbers).ConfigureAwait(false);
        return CommandResult.Ok("THREAD completed");
    }

    /// <summary>Makes the threads of some messages, and keeps them for who asks next.</summary>
    internal static ThreadOutline Thread(ThreadColumn column, UidSet found, ThreadAlgorithm algorithm)
    {
        var input = new ThreadInput(column, found);
        ThreadForest forest = algorithm == ThreadAlgorithm.OrderedSubject
            ? OrderedSubject.Thread(input)
            : References.Thread(input, mergeSubjects: algorithm == ThreadAlgorithm.References);
        var outline = new ThreadOutline((int)algorithm, input.Messages, forest.Outline());
        column.Outlines.Keep(outline);
        return outline;
    }
}
