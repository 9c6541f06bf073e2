using System.Buffers.Binary;

namespace Port143.Protocol.Lmtp;

/// <summary>Finds the verb of a command line. All verbs have four letters, so a verb is one 32-bit number.</summary>
internal static class LmtpVerbs
{
    /// <summary>
    /// Splits a line into its verb and what follows the blank; <paramref name="arguments"/> is empty when there is none.
    /// Verbs are matched in any case (RFC 5321 section 2.4).
    /// </summary>
    public static LmtpVerb Read(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> arguments)
    {
        arguments = default;
        if (line.Length < 4 || (line.Length > 4 && line[4] != ' '))
        {
            return LmtpVerb.Unknown;
        }
        if (line.Length > 5)
        {
            arguments = line[5..];
        }
        uint word = BinaryPrimitives.ReadUInt32BigEndian(line);
        if ((word & 0xC0C0C0C0) != 0x40404040)
        {
            return LmtpVerb.Unknown;
        }
        return (word & 0xDFDFDFDF) switch
        {
            0x4C484C4F => LmtpVerb.Lhlo,
            0x48454C4F or 0x45484C4F => LmtpVerb.Helo,
            0x4D41494C => LmtpVerb.Mail,
            0x52435054 => LmtpVerb.Rcpt,
            0x44415441 => LmtpVerb.Data,
            0x42444154 => LmtpVerb.Bdat,
            0x52534554 => LmtpVerb.Rset,
            0x4E4F4F50 => LmtpVerb.Noop,
            0x51554954 => LmtpVerb.Quit,
            0x56524659 => LmtpVerb.Vrfy,
            0x48454C50 => LmtpVerb.Help,
            _ => LmtpVerb.Unknown,
        };
    }
}
