namespace Port143.Protocol.Lmtp;

/// <summary>MAIL: begins a message and names its sender (RFC 5321 section 4.1.1.2).</summary>
/// <param name="Sender">The reverse path; <see cref="LmtpPath.Null"/> for bounces.</param>
/// <param name="Size">The size that the client announced (RFC 1870), octets; 0 when it did not.</param>
/// <param name="IsUtf8">Whether header fields and paths may hold UTF-8 (RFC 6531).</param>
public sealed record MailCommand(LmtpPath Sender, long Size, bool IsUtf8);
