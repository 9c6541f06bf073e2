using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;

namespace Port143.Server.Commands.Search;

/// <summary>
/// The ESEARCH response (RFC 9051 section 7.3.4), for every command that has one. The tag is quoted although it could be an
/// atom: some clients read nothing else.
/// </summary>
internal static class EsearchResponse
{
    /// <summary>Writes <c>* ESEARCH (TAG "t")</c>, with UID where the numbers are UIDs.</summary>
    public static ResponseWriter Begin(ResponseWriter writer, string tag, bool uid)
    {
        writer.Raw("* ESEARCH (TAG \""u8).Ascii(tag).Raw("\")"u8);
        return uid ? writer.Raw(" UID"u8) : writer;
    }

    /// <summary>Writes the response of a search in the selected mailbox.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="tag">The tag of the command.</param>
    /// <param name="uid">Whether <paramref name="told"/> are UIDs.</param>
    /// <param name="returns">What was asked for.</param>
    /// <param name="told">The results, as the client is told of them.</param>
    /// <param name="modSeq">What MODSEQ says, or null.</param>
    public static ValueTask WriteAsync(ImapSession session, string tag, bool uid, SearchReturns returns, ResultList told, long? modSeq)
    {
        session.IsMidResponse = true;
        Begin(session.Writer, tag, uid);
        return WriteDataAsync(session, returns, told, modSeq);
    }

    /// <summary>Writes the data items and ends the line, which the caller began with <see cref="ImapSession.IsMidResponse"/>.</summary>
    public static async ValueTask WriteDataAsync(ImapSession session, SearchReturns returns, ResultList told, long? modSeq)
    {
        ResponseWriter writer = session.Writer;
        if (!told.IsEmpty)
        {
            if (returns.Has(SearchReturn.Min))
            {
                writer.Raw(" MIN "u8).Number((ulong)told.First);
            }
            if (returns.Has(SearchReturn.Max))
            {
                writer.Raw(" MAX "u8).Number((ulong)told.Last);
            }
            if (returns.Has(SearchReturn.All))
            {
                writer.Raw(" ALL "u8);
                await told.WriteSetAsync(session).ConfigureAwait(false);
            }
        }
        if (returns.Partial is { } range)
        {
            // RFC 9394 section 3.1: the range that was asked for, and NIL where it covers nothing.
            writer.Raw(" PARTIAL ("u8).Ascii(range.ToString()).Space();
            ResultList part = told.Take(range);
            if (part.IsEmpty)
            {
                writer.Raw("NIL"u8);
            }
            await part.WriteSetAsync(session).ConfigureAwait(false);
            writer.Byte((byte)')');
        }
        if (returns.Has(SearchReturn.Count))
        {
            writer.Raw(" COUNT "u8).Number(told.Count);
        }
        if (returns.Has(SearchReturn.Relevancy) && (returns.Partial is { } some ? told.Take(some) : told).Scores is { } scores)
        {
            // score-list = "(" [score *(SP score)] ")"; RFC 6203 section 7
            writer.Raw(" RELEVANCY ("u8);
            for (int i = 0; i < scores.Length; i++)
            {
                writer.Raw(i > 0 ? " "u8 : ""u8).Number((ulong)scores[i]);
                await session.FlushIfManyAsync().ConfigureAwait(false);
            }
            writer.Byte((byte)')');
        }
        if (modSeq is { } highest)
        {
            writer.Raw(" MODSEQ "u8).Number(highest);
        }
        writer.CrLf();
        session.IsMidResponse = false;
    }
}
