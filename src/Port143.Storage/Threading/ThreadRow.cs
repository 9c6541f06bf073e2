namespace Port143.Storage.Threading;

/// <summary>What THREAD asks of one message.</summary>
/// <param name="Sent">The sent date (RFC 5256 section 2.2), seconds since 1970 UTC; the internal date where there is none.</param>
/// <param name="Arrived">The internal date, seconds since 1970 UTC.</param>
/// <param name="Id">The number of the Message-ID; -1 where there is no valid one.</param>
/// <param name="Subject">The number of the base subject.</param>
/// <param name="FirstReference">Where the references begin among those of all messages.</param>
/// <param name="References">How many references there are.</param>
/// <param name="IsReplyOrForward">Whether the subject says that it is a reply or a forward.</param>
public readonly record struct ThreadRow(
    long Sent, long Arrived, int Id, int Subject, int FirstReference, ushort References, bool IsReplyOrForward);
