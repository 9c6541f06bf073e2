using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>SEARCH (RFC 9051 section 6.4.4; ESEARCH of RFC 4731, SEARCHRES of RFC 5182, MODSEQ of RFC 7162).</summary>
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
        catch when ((command.Return & SearchReturn.Save) != 0)
        {
            selected.SavedResult = UidSet.Empty; // RFC 5182 section 2.1: a failed search saves nothing
            throw;
        }
        if ((command.Return & SearchReturn.Save) != 0)
        {
            Save(selected, command.Return, found);
        }
        UidSet told = command.Uid ? found : selected.Numbers.NumbersOf(found);
        long? modSeq = compiler.AsksModSeq && !found.IsEmpty ? HighestModSeq(selected, command.Return, found, evaluator.HighestModSeq) : null;
        if (command.HasReturn || session.Rev2)
        {
            // RETURN (SAVE) alone tells nothing; RETURN () and, in IMAP4rev2, no RETURN at all mean ALL.
            SearchReturn wanted = command.Return == SearchReturn.None ? SearchReturn.All : command.Return & ~SearchReturn.Save;
            if (wanted != SearchReturn.None)
            {
                WriteEsearch(session.Writer, command, told, wanted, modSeq);
            }
        }
        else
        {
            WriteSearch(session.Writer, told, modSeq);
        }
        return CommandResult.Ok("SEARCH completed");
    }

    // RFC 4731 section 3.2: with MIN or MAX alone, the MODSEQ is of the messages told.
    private static long HighestModSeq(SelectedMailbox selected, SearchReturn returns, UidSet found, long ofAll)
    {
        bool min = (returns & SearchReturn.Min) != 0, max = (returns & SearchReturn.Max) != 0;
        if ((returns & (SearchReturn.All | SearchReturn.Count)) != 0 || !min && !max)
        {
            return ofAll;
        }
        long highest = 0;
        if (min && selected.Index.TryGetRow(found.Min, out MessageRow first))
        {
            highest = first.ModSeq;
        }
        if (max && selected.Index.TryGetRow(found.Max, out MessageRow last))
        {
            highest = Math.Max(highest, last.ModSeq);
        }
        return highest == 0 ? ofAll : highest; // expunged in this very moment
    }

    // RFC 5182 section 2.4: with MIN or MAX alone only those are saved.
    private static void Save(SelectedMailbox selected, SearchReturn returns, UidSet found)
    {
        bool min = (returns & SearchReturn.Min) != 0, max = (returns & SearchReturn.Max) != 0;
        bool all = (returns & (SearchReturn.All | SearchReturn.Count)) != 0;
        if (found.IsEmpty || all || !min && !max)
        {
            selected.SavedResult = found;
            return;
        }
        var saved = new UidSetBuilder();
        if (min)
        {
            saved.Add(found.Min);
        }
        if (max)
        {
            saved.Add(found.Max);
        }
        selected.SavedResult = saved.Build();
    }

    private static void WriteSearch(ResponseWriter writer, UidSet told, long? modSeq)
    {
        writer.Raw("* SEARCH"u8);
        foreach (UidRange range in told.Ranges)
        {
            for (ulong number = range.First; number <= range.Last; number++)
            {
                writer.Space().Number(number);
            }
        }
        if (modSeq is { } highest)
        {
            writer.Raw(" (MODSEQ "u8).Number(highest).Byte((byte)')');
        }
        writer.CrLf();
    }

    // The tag is quoted although it could be an atom: some clients read nothing else.
    private static void WriteEsearch(ResponseWriter writer, SearchCommand command, UidSet told, SearchReturn wanted, long? modSeq)
    {
        writer.Raw("* ESEARCH (TAG \""u8).Ascii(command.Tag).Raw("\")"u8);
        if (command.Uid)
        {
            writer.Raw(" UID"u8);
        }
        if (!told.IsEmpty)
        {
            if ((wanted & SearchReturn.Min) != 0)
            {
                writer.Raw(" MIN "u8).Number(told.Min);
            }
            if ((wanted & SearchReturn.Max) != 0)
            {
                writer.Raw(" MAX "u8).Number(told.Max);
            }
            if ((wanted & SearchReturn.All) != 0)
            {
                writer.Raw(" ALL "u8).Set(told);
            }
        }
        if ((wanted & SearchReturn.Count) != 0)
        {
            writer.Raw(" COUNT "u8).Number(told.UidCount);
        }
        if (modSeq is { } highest)
        {
            writer.Raw(" MODSEQ "u8).Number(highest);
        }
        writer.CrLf();
    }
}
