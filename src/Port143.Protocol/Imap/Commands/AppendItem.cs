using Port143.Mail;

namespace Port143.Protocol.Imap.Commands;

/// <summary>One message of APPEND or REPLACE. Its bytes are not here: the framer streamed them while they arrived.</summary>
/// <param name="Flags">The flags to set, as sent; empty when none were given.</param>
/// <param name="Date">The internal date, or null for now.</param>
/// <param name="Literal">Which body literal of the command holds the message, from 0; -1 when it has parts.</param>
/// <param name="Size">The length of the literal in octets.</param>
/// <param name="Binary">Whether it came as a literal8 (RFC 3516 section 4.4): NUL allowed.</param>
/// <param name="Utf8">Whether it came wrapped in <c>UTF8 (...)</c> (RFC 6855 section 4).</param>
/// <param name="Parts">What it is put together from (RFC 4469); null for a message in one piece.</param>
public sealed record AppendItem(
    IReadOnlyList<string> Flags, InternalDate? Date, int Literal, long Size, bool Binary, bool Utf8,
    IReadOnlyList<CatenatePart>? Parts = null);
