using Port143.Mail;

namespace Port143.Storage.Threading;

/// <summary>Threads as they are told.</summary>
/// <param name="Algorithm">Which algorithm made them.</param>
/// <param name="Messages">Which messages of the mailbox they are made of.</param>
/// <param name="Steps">The messages in the order of the response.</param>
public sealed record ThreadOutline(int Algorithm, UidSet Messages, ThreadStep[] Steps)
{
    /// <summary>At most how many bytes a message takes: its step and a range of UIDs.</summary>
    internal const long WeightOfMessage = 16;
}
