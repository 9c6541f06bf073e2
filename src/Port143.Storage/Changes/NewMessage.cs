using Port143.Mail;

namespace Port143.Storage;

/// <summary>A message to file.</summary>
/// <param name="Message">Its bytes and digest. The storage takes them over and disposes of them.</param>
/// <param name="Flags">Flag and keyword names, such as <c>\Seen</c> and <c>$Forwarded</c>; <c>\Recent</c> is ignored.</param>
/// <param name="InternalDate">Its internal date.</param>
public sealed record NewMessage(StagedMessage Message, IReadOnlyList<string> Flags, InternalDate InternalDate);
