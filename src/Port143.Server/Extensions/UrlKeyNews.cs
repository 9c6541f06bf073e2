using Port143.Protocol.Imap;
using Port143.Server.Sessions;

namespace Port143.Server.Extensions;

/// <summary>
/// URLMECH (RFC 4467 section 7): which mechanisms there are for URLs of the selected mailbox, told when it is selected and when its
/// key was reset by another session. Only to the owner, for nobody else has a key.
/// </summary>
internal static class UrlKeyNews
{
    /// <summary>Part of what SELECT says.</summary>
    public static void Tell(ImapSession session, SelectedMailbox selected)
    {
        selected.UrlKeyReset = session.Services.UrlKeyResets.Last;
        if (selected.View.IsOwn)
        {
            session.Writer.Raw("* OK ["u8).Ascii(ResponseCode.UrlMech.Value).Raw("] The mailbox can have URLs\r\n"u8);
        }
    }

    /// <summary>Tells again, if the key was reset.</summary>
    public static void Publish(ImapSession session, SelectedMailbox selected)
    {
        UrlKeyResets resets = session.Services.UrlKeyResets;
        long last = resets.Last;
        if (selected.UrlKeyReset == last)
        {
            return;
        }
        bool has = resets.HasAfter(selected.UrlKeyReset, selected.Account, selected.View.Id);
        selected.UrlKeyReset = last;
        if (has)
        {
            Tell(session, selected);
        }
    }
}
