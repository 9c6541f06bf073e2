using Port143.Mail;
using Port143.Protocol.Imap;

namespace Port143.Server.Sessions;

/// <summary>Writes flags by their names.</summary>
internal static class FlagNames
{
    /// <summary>Writes the flags of a message as <c>(\Seen $Forwarded)</c>.</summary>
    public static void Write(ResponseWriter writer, FlagSet flags, IReadOnlyList<string> keywords, bool recent)
    {
        writer.Byte((byte)'(');
        bool first = true;
        if (recent)
        {
            writer.Raw("\\Recent"u8);
            first = false;
        }
        ulong low = flags.Low;
        for (int bit = 0; low != 0 && bit < FlagSet.SystemFlagCount; bit++)
        {
            if ((low >> bit & 1) != 0)
            {
                Separate(writer, ref first);
                writer.Raw(SystemFlagName(bit));
            }
        }
        if (low >> FlagSet.SystemFlagCount != 0 || flags.High != 0)
        {
            for (int number = 0; number < keywords.Count; number++)
            {
                if (flags.HasKeyword(number))
                {
                    Separate(writer, ref first);
                    writer.Ascii(keywords[number]);
                }
            }
        }
        writer.Byte((byte)')');
    }

    /// <summary>Every flag that the mailbox knows, for FLAGS and PERMANENTFLAGS.</summary>
    public static string All(IReadOnlyList<string> keywords) => string.Join(' ', [.. SystemFlags.Names, .. keywords]);

    /// <summary>The names of the flags of a message.</summary>
    public static IReadOnlyList<string> Of(FlagSet flags, IReadOnlyList<string> keywords) =>
    [
        .. SystemFlags.Names.Where(n => SystemFlags.TryParse(n, out SystemFlag flag) && flags.Has(flag)),
        .. keywords.Where((_, number) => flags.HasKeyword(number)),
    ];

    private static void Separate(ResponseWriter writer, ref bool first)
    {
        if (!first)
        {
            writer.Space();
        }
        first = false;
    }

    private static ReadOnlySpan<byte> SystemFlagName(int bit) => bit switch
    {
        0 => "\\Answered"u8,
        1 => "\\Flagged"u8,
        2 => "\\Deleted"u8,
        3 => "\\Seen"u8,
        _ => "\\Draft"u8,
    };
}
