using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>The untagged responses that describe a mailbox's flags.</summary>
internal static class SelectResponses
{
    /// <summary>FLAGS and PERMANENTFLAGS; in a read-only mailbox nothing is permanent.</summary>
    public static void WriteFlags(ResponseWriter writer, MailboxState state, bool readOnly)
    {
        string all = FlagNames.All(state.Keywords);
        writer.Raw("* FLAGS ("u8).Ascii(all).Raw(")\r\n"u8);
        string permanent = readOnly ? "" : state.Keywords.Count < FlagSet.MaxKeywords ? all + " \\*" : all;
        writer.Raw("* OK ["u8).Ascii(ResponseCode.PermanentFlags(permanent).Value).Raw(
            readOnly ? "] No flag can be changed\r\n"u8 : "] Flags that can be changed\r\n"u8);
    }
}
