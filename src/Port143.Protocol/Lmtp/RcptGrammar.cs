using System.Text;

namespace Port143.Protocol.Lmtp;

/// <summary>How RCPT is written.</summary>
internal static class RcptGrammar
{
    /// <summary>
    /// <code>rcpt = "RCPT TO:" ( "&lt;Postmaster&gt;" / Forward-path ) [SP Rcpt-parameters] CRLF   (RFC 5321 section 4.1.1.3)</code>
    /// No parameter is supported. Returns the refusal, or null and the recipient.
    /// </summary>
    public static LmtpReply? Read(ReadOnlySpan<byte> arguments, bool utf8, out LmtpPath recipient)
    {
        recipient = LmtpPath.Null;
        if (arguments.Length < 3 || !Ascii.EqualsIgnoreCase(arguments[..3], "TO:"u8))
        {
            return LmtpReplies.BadArguments;
        }
        arguments = arguments[3..];
        return LmtpPathGrammar.Read(ref arguments, reverse: false, utf8, out recipient) switch
        {
            LmtpPathFault.Syntax => LmtpReplies.BadPath,
            LmtpPathFault.NeedsUtf8 => LmtpReplies.NeedsUtf8,
            _ when arguments.IsEmpty => null,
            _ when arguments[0] == ' ' && arguments.Length > 1 => LmtpReplies.UnknownParameter,
            _ => LmtpReplies.BadPath,
        };
    }
}
