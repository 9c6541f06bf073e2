using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Commands;
using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>The untagged responses that describe a mailbox's flags.</summary>
internal static class SelectResponses
{
    /// <summary>FLAGS, and as PERMANENTFLAGS those that somebody with these rights can change (RFC 4314 section 5.1.1).</summary>
    public static void WriteFlags(ResponseWriter writer, MailboxState state, MailboxRights rights)
    {
        string all = FlagNames.All(state.Keywords);
        writer.Raw("* FLAGS ("u8).Ascii(all).Raw(")\r\n"u8);
        string permanent = (rights & CommandRights.StoreAny) == CommandRights.StoreAny
            ? all
            : string.Join(' ', CommandRights.MayChange([.. SystemFlags.Names, .. state.Keywords], rights));
        if ((rights & MailboxRights.Write) != 0 && state.Keywords.Count < FlagSet.MaxKeywords)
        {
            permanent += " \\*";
        }
        writer.Raw("* OK ["u8).Ascii(ResponseCode.PermanentFlags(permanent).Value).Raw(
            permanent.Length == 0 ? "] No flag can be changed\r\n"u8 : "] Flags that can be changed\r\n"u8);
    }
}
