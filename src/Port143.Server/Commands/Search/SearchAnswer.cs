using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>What SEARCH and SORT do with what they found: save it for <c>$</c>, and tell it.</summary>
internal static class SearchAnswer
{
    /// <summary>Saves and tells the results.</summary>
    /// <param name="session">Who asked.</param>
    /// <param name="selected">Where.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="found">UIDs in the requested order.</param>
    /// <param name="modSeq">The highest MODSEQ of all messages found, where the search asks for MODSEQ; else null.</param>
    public static async ValueTask TellAsync(
        ImapSession session, SelectedMailbox selected, SearchRequest request, ResultList found, long? modSeq)
    {
        SearchReturns? returns = request.Returns;
        if (returns?.Has(SearchReturn.Save) == true)
        {
            selected.SavedResult = Named(returns, found);
        }
        // SAVE alone tells nothing (RFC 5182 section 2.1).
        if (returns?.Items == SearchReturn.Save)
        {
            return;
        }
        modSeq = found.IsEmpty ? null : modSeq;
        ResultList told = request.Uid ? found : found.ToNumbers(selected.Numbers);
        if (returns is not null)
        {
            modSeq = modSeq is { } ofAll ? HighestModSeq(selected, returns, found, ofAll) : null;
            await EsearchResponse.WriteAsync(session, request.Tag, request.Uid, returns, told, modSeq).ConfigureAwait(false);
            return;
        }
        session.IsMidResponse = true;
        session.Writer.Raw("* "u8).Ascii(request.Name);
        await told.WriteNumbersAsync(session).ConfigureAwait(false);
        if (modSeq is { } highest)
        {
            session.Writer.Raw(" (MODSEQ "u8).Number(highest).Byte((byte)')');
        }
        session.Writer.CrLf();
        session.IsMidResponse = false;
    }

    /// <summary>What SAVE saves: with MIN, MAX or PARTIAL, and neither ALL nor COUNT, only those (RFC 5182 section 2.4, RFC 9394
    /// section 3.2).</summary>
    public static UidSet Named(SearchReturns returns, ResultList found)
    {
        if (found.IsEmpty || returns.Has(SearchReturn.All | SearchReturn.Count)
            || !returns.Has(SearchReturn.Min | SearchReturn.Max | SearchReturn.Partial))
        {
            return found.ToSet();
        }
        var named = new UidSetBuilder();
        if (returns.Has(SearchReturn.Min))
        {
            named.Add(found.First);
        }
        if (returns.Has(SearchReturn.Max))
        {
            named.Add(found.Last);
        }
        if (returns.Partial is { } range)
        {
            named.Add(found.Take(range).ToSet());
        }
        return named.Build();
    }

    /// <summary>With MIN or MAX alone, the MODSEQ is of the messages told (RFC 4731 section 3.2); so it is with PARTIAL.</summary>
    public static long HighestModSeq(SelectedMailbox selected, SearchReturns returns, ResultList found, long ofAll)
    {
        if (returns.Has(SearchReturn.All | SearchReturn.Count))
        {
            return ofAll;
        }
        long highest = 0;
        foreach (uint uid in Named(returns, found).EnumerateUids())
        {
            if (selected.Index.TryGetRow(uid, out MessageRow row))
            {
                highest = Math.Max(highest, row.ModSeq);
            }
        }
        return highest == 0 ? ofAll : highest; // expunged in this very moment, or nothing in the range
    }
}
