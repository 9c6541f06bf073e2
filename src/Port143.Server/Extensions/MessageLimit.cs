using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Extensions;

/// <summary>
/// MESSAGELIMIT and SAVELIMIT (RFC 9738), where the administrator wants them. FETCH, STORE, SEARCH, MOVE and UID EXPUNGE process
/// the messages with the highest UIDs and say how far they came; COPY, APPEND, SORT and THREAD do all or nothing.
/// </summary>
internal static class MessageLimit
{
    /// <summary>Whether commands are limited.</summary>
    public static bool IsSet(ImapSession session) => session.Services.Options.Limits.MessageLimit is not null;

    /// <summary>What is announced, with a blank before each. SAVELIMIT beside MESSAGELIMIT only where it is lower.</summary>
    public static string Capabilities(ServerLimits limits) =>
        (limits.MessageLimit is { } message ? $" MESSAGELIMIT={message}" : "")
        + (limits.SaveLimit is { } save && !(limits.MessageLimit <= save) ? $" SAVELIMIT={save}" : "");

    /// <summary>As many of the messages as a command may process, the highest UIDs first.</summary>
    /// <param name="session">Whose command it is.</param>
    /// <param name="uids">The UIDs of messages.</param>
    /// <param name="exceeded">What the client must be told, for <see cref="End"/>; null where all may be processed.</param>
    public static UidSet Take(ImapSession session, UidSet uids, out ResponseCode? exceeded) =>
        Take(session.Services.Options.Limits.MessageLimit, uids, out exceeded);

    /// <summary>As <see cref="Take(ImapSession, UidSet, out ResponseCode?)"/> for UID EXPUNGE, where only \Deleted messages count.</summary>
    public static UidSet TakeDeleted(ImapSession session, SelectedMailbox selected, UidSet uids, out ResponseCode? exceeded)
    {
        if (IsSet(session))
        {
            var test = new Deleted();
            uids = selected.Index.Find(uids, ref test);
        }
        return Take(session, uids, out exceeded);
    }

    /// <summary>The refusal of a command that would process too many messages and cannot do with fewer, or null.</summary>
    public static CommandResult? Refuse(ImapSession session, long count) =>
        session.Services.Options.Limits.MessageLimit is { } limit && count > limit
            ? CommandResult.No($"A command may process {limit} messages", ResponseCode.MessageLimit(limit, null))
            : null;

    /// <summary>
    /// The refusal of a search of so many messages, or null: of SORT, which needs them all (section 3.3), and of a PARTIAL range
    /// that is larger than the limit (section 3.1). Other searches end early instead.
    /// </summary>
    public static CommandResult? RefuseSearch(ImapSession session, SearchRequest request, long count) =>
        request.Order is not null ? Refuse(session, count)
        : request.Returns?.Partial is { } range ? Refuse(session, Math.Min(count, Math.Abs((long)range.Last - range.First) + 1))
        : null;

    /// <summary>The refusal of a COPY of too many messages, or null.</summary>
    public static CommandResult? RefuseCopy(ImapSession session, UidSet uids)
    {
        Take(Saving(session), uids, out ResponseCode? exceeded);
        return exceeded is null ? null : CommandResult.No("Too many messages to copy; try fewer", exceeded);
    }

    /// <summary>The refusal of an APPEND of too many messages, or null (RFC 3502: all or none).</summary>
    public static CommandResult? RefuseAppend(ImapSession session, int count) => Saving(session) is { } limit && count > limit
        ? CommandResult.No("Too many messages to append; nothing was stored", ResponseCode.MessageLimit(limit, null))
        : null;

    /// <summary>
    /// The end of a command that processed only some of the messages. Where the tagged response has another code, MESSAGELIMIT
    /// comes before it in an untagged NO (section 3.1).
    /// </summary>
    public static CommandResult End(ImapSession session, CommandResult result, ResponseCode? exceeded)
    {
        if (exceeded is null)
        {
            return result;
        }
        if (result.Code is null)
        {
            return result with { Text = result.Text + ", for the highest UIDs only", Code = exceeded };
        }
        session.Writer.Raw("* NO ["u8).Ascii(exceeded.Value).Raw("] For the highest UIDs only\r\n"u8);
        return result;
    }

    // COPY and APPEND are under both limits.
    private static int? Saving(ImapSession session)
    {
        ServerLimits limits = session.Services.Options.Limits;
        return limits.SaveLimit < limits.MessageLimit ? limits.SaveLimit : limits.MessageLimit ?? limits.SaveLimit;
    }

    private static UidSet Take(int? limit, UidSet uids, out ResponseCode? exceeded)
    {
        exceeded = null;
        if (limit is not { } most || uids.UidCount is var count && count <= most)
        {
            return uids;
        }
        UidSet taken = uids.Slice(count - most, most);
        exceeded = ResponseCode.MessageLimit(most, taken.Min);
        return taken;
    }

    private readonly struct Deleted : IRowTest
    {
        public bool Matches(in MessageRow row) => row.Flags.Has(SystemFlag.Deleted);
    }
}
