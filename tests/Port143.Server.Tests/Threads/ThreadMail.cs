namespace Port143.Server.Tests.Threads;

/// <summary>What threading sees of a message.</summary>
/// <param name="Id">Its Message-ID, or null.</param>
/// <param name="References">What it refers to.</param>
/// <param name="Base">The base subject, in capitals.</param>
/// <param name="IsReply">Whether the subject says reply or forward.</param>
/// <param name="Sent">The sent date, in seconds.</param>
internal sealed record ThreadMail(string? Id, IReadOnlyList<string> References, string Base, bool IsReply, long Sent);
