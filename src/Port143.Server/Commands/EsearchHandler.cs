using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Server.Commands.Search;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Commands;

/// <summary>
/// ESEARCH (RFC 7377): SEARCH in several mailboxes, one after the other, each with a response of its own where something was
/// found. Each is searched as it is: of the selected one the client is told the news first, so that both know the same.
/// </summary>
internal static class EsearchHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, EsearchCommand command, CancellationToken cancel)
    {
        bool selected = command.Sources.Count == 0 || command.Sources.Any(s => s.Kind == SearchSourceKind.Selected);
        bool others = command.Sources.Any(s => s.Kind != SearchSourceKind.Selected);
        if (selected && session.Selected is null)
        {
            return CommandResult.Bad("Select a mailbox first");
        }
        if (command.Return.Has(SearchReturn.Save) && others)
        {
            return CommandResult.Bad("SAVE is for the selected mailbox alone"); // RFC 7377 section 2.2
        }
        if (command.Return.Has(SearchReturn.Update) && session.Selected is null)
        {
            return CommandResult.Bad("UPDATE is for the selected mailbox: select one first"); // RFC 7377 section 2.2
        }
        if (command.Return.Has(SearchReturn.Update) && session.Selected!.Contexts.Has(command.Tag))
        {
            return CommandResult.Bad("Tag reuse: a search with this tag is kept up to date"); // RFC 5267 section 4.3
        }
        (SearchKey? key, CommandResult undefined) = await SearchFilters.ResolveAsync(session, command.Key, cancel).ConfigureAwait(false);
        if (key is null)
        {
            return undefined;
        }
        command = command with { Key = key };
        IReadOnlyList<MailboxView> views = await EsearchSources.FindAsync(session, command.Sources, cancel).ConfigureAwait(false);
        if (views.Any(v => IsSelected(session, v)))
        {
            // Where the search itself names numbers, they are those that the client knows.
            await Publisher.PublishAsync(session, mayTellExpunge: !NamesNumbers(key), cancel).ConfigureAwait(false);
        }
        foreach (MailboxView view in views)
        {
            if (await OpenAsync(session, view, cancel).ConfigureAwait(false) is { } mailbox
                && await SearchAsync(session, mailbox, command, cancel).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
            await session.FlushIfManyAsync().ConfigureAwait(false);
        }
        return CommandResult.Ok("ESEARCH completed");
    }

    // A mailbox as one that selects it now would see it; null when it has just gone.
    private static async ValueTask<SelectedMailbox?> OpenAsync(ImapSession session, MailboxView view, CancellationToken cancel)
    {
        if (IsSelected(session, view))
        {
            return session.Selected;
        }
        MailboxIndex? index = await session.Services.Indexes.OpenAsync(view.Account, view.Id, view.Reader, cancel).ConfigureAwait(false);
        return index is null ? null : new SelectedMailbox(view, index, index.OpenCursor(out _, out _, out _), readOnly: true);
    }

    private static bool IsSelected(ImapSession session, MailboxView view) =>
        session.Selected is { } selected && selected.Account == view.Account && selected.View.Id == view.Id;

    // The grammar bounds the depth of the tree.
    private static bool NamesNumbers(SearchKey key) => key switch
    {
        SequenceKey => true,
        AndKey and => and.Keys.Any(NamesNumbers),
        OrKey or => NamesNumbers(or.Left) || NamesNumbers(or.Right),
        NotKey not => NamesNumbers(not.Key),
        FuzzyKey fuzzy => NamesNumbers(fuzzy.Key),
        _ => false,
    };

    private static async ValueTask<CommandResult?> SearchAsync(
        ImapSession session, SelectedMailbox mailbox, EsearchCommand command, CancellationToken cancel)
    {
        var compiler = new SearchCompiler(session, mailbox);
        if (compiler.Compile(command.Key) is not { } test)
        {
            return UidOnly.UidRequired;
        }
        if (command.Return.Has(SearchReturn.Relevancy) && !compiler.IsFuzzy)
        {
            return FuzzyTest.KeyRequired;
        }
        if (compiler.AsksModSeq)
        {
            EnableHandler.EnableCondstore(session);
        }
        // One UID cannot say how far a search of several mailboxes came (RFC 9738 section 3.1).
        if (MessageLimit.IsSet(session) && MessageLimit.Refuse(session, test.Candidates(mailbox.Numbers.ToUidSet()).UidCount) is { } tooMany)
        {
            mailbox.SavedResult = command.Return.Has(SearchReturn.Save) ? UidSet.Empty : mailbox.SavedResult;
            return tooMany;
        }
        var evaluator = new SearchEvaluator(session, mailbox, test, compiler.IsFuzzy ? compiler.FuzzyTests : null);
        UidSet found;
        try
        {
            found = await evaluator.RunAsync(cancel).ConfigureAwait(false);
        }
        catch when (command.Return.Has(SearchReturn.Save))
        {
            mailbox.SavedResult = UidSet.Empty; // RFC 5182 section 2.1: a failed search saves nothing
            throw;
        }
        var results = new ResultList(found, evaluator.ScoresOf(found));
        if (command.Return.Has(SearchReturn.Save))
        {
            mailbox.SavedResult = SearchAnswer.Named(command.Return, results);
        }
        if (!found.IsEmpty && command.Return.Items != SearchReturn.Save)
        {
            long? modSeq = compiler.AsksModSeq ? SearchAnswer.HighestModSeq(mailbox, command.Return, results, evaluator.HighestModSeq) : null;
            await TellAsync(session, mailbox, command, results, modSeq).ConfigureAwait(false);
        }
        if (command.Return.Has(SearchReturn.Update) && mailbox == session.Selected)
        {
            mailbox.Contexts.Add(session, new SearchRequest(command.Tag, Uid: true, command.Return, command.Key, Order: null), test, results, isComplete: true);
        }
        return null;
    }

    // search-correlator = SP "(" one-correlator *(SP one-correlator) ")": all three, and UIDs always (RFC 7377 sections 2.1 and 4)
    private static ValueTask TellAsync(
        ImapSession session, SelectedMailbox mailbox, EsearchCommand command, ResultList results, long? modSeq)
    {
        session.IsMidResponse = true;
        session.Writer.Raw("* ESEARCH (TAG \""u8).Ascii(command.Tag).Raw("\" MAILBOX "u8).Mailbox(mailbox.View.Name.Value)
            .Raw(" UIDVALIDITY "u8).Number((ulong)mailbox.Index.State.UidValidity).Raw(") UID"u8);
        return EsearchResponse.WriteDataAsync(session, command.Return, results, modSeq);
    }
}
