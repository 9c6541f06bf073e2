using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Server.Commands.Search;
using Port143.Server.Commands.Thread;
using Port143.Server.Extensions;
using Port143.Server.Sessions;

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
        var reader = new ThreadReader(session, selected, found, command.Algorithm);
        ThreadInput input = await reader.ReadAsync(cancel).ConfigureAwait(false);
        ThreadForest forest = command.Algorithm switch
        {
            ThreadAlgorithm.OrderedSubject => OrderedSubject.Thread(input),
            ThreadAlgorithm.References => References.Thread(input, reader.Links!.Tops(), mergeSubjects: true),
            _ => References.Thread(input, reader.Links!.Tops(), mergeSubjects: false),
        };
        UidSet told = command.Uid ? found : selected.Numbers.NumbersOf(found);
        await ThreadResponse.WriteAsync(session, forest, [.. told.EnumerateUids()]).ConfigureAwait(false);
        return CommandResult.Ok("THREAD completed");
    }
}
