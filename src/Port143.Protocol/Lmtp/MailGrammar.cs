using System.Text;
using Port143.Mail;

namespace Port143.Protocol.Lmtp;

/// <summary>How MAIL is written.</summary>
internal static class MailGrammar
{
    /// <summary>
    /// <code>
    /// mail           = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF     (RFC 5321 section 4.1.1.2)
    /// Mail-parameters: "SIZE=" 1*20DIGIT (RFC 1870), "BODY=" ("7BIT" / "8BITMIME") (RFC 6152), "SMTPUTF8" (RFC 6531)
    /// </code>
    /// Returns the refusal, or null and the command.
    /// </summary>
    public static LmtpReply? Read(ReadOnlySpan<byte> arguments, out MailCommand? command)
    {
        command = null;
        if (arguments.Length < 5 || !Ascii.EqualsIgnoreCase(arguments[..5], "FROM:"u8))
        {
            return LmtpReplies.BadArguments;
        }
        arguments = arguments[5..];
        LmtpPathFault fault = LmtpPathGrammar.Read(ref arguments, reverse: true, utf8: true, out LmtpPath sender);
        if (fault != LmtpPathFault.None)
        {
            return LmtpReplies.BadSender;
        }
        ulong size = 0;
        bool hasSize = false, hasBody = false, utf8 = false;
        while (!arguments.IsEmpty)
        {
            if (arguments[0] != ' ')
            {
                return LmtpReplies.BadSender;
            }
            arguments = arguments[1..];
            int end = arguments.IndexOf((byte)' ');
            ReadOnlySpan<byte> parameter = end < 0 ? arguments : arguments[..end];
            arguments = arguments[parameter.Length..];
            if (!hasSize && HasKey(parameter, "SIZE="u8))
            {
                hasSize = true;
                if (parameter.Length > 25 || !AsciiDigits.TryParse(parameter[5..], long.MaxValue, out size))
                {
                    return LmtpReplies.BadArguments;
                }
            }
            else if (!hasBody && HasKey(parameter, "BODY="u8))
            {
                hasBody = true;
                if (!Ascii.EqualsIgnoreCase(parameter[5..], "7BIT"u8) && !Ascii.EqualsIgnoreCase(parameter[5..], "8BITMIME"u8))
                {
                    return LmtpReplies.UnknownParameter;
                }
            }
            else if (!utf8 && Ascii.EqualsIgnoreCase(parameter, "SMTPUTF8"u8))
            {
                utf8 = true;
            }
            else
            {
                return parameter.IsEmpty ? LmtpReplies.BadArguments : LmtpReplies.UnknownParameter;
            }
        }
        if (!utf8 && !Ascii.IsValid(sender.Text))
        {
            return LmtpReplies.NeedsUtf8;
        }
        command = new MailCommand(sender, (long)size, utf8);
        return null;
    }

    private static bool HasKey(ReadOnlySpan<byte> parameter, ReadOnlySpan<byte> key) =>
        parameter.Length >= key.Length && Ascii.EqualsIgnoreCase(parameter[..key.Length], key);
}
