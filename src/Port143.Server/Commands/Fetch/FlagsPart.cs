using Port143.Server.Sessions;

namespace Port143.Server.Commands.Fetch;

/// <summary>FLAGS</summary>
internal sealed class FlagsPart : FetchPart
{
    public override void Write(ImapSession session, ref FetchMessage message)
    {
        SelectedMailbox selected = session.Selected!;
        session.Writer.Raw("FLAGS "u8);
        FlagNames.Write(
            session.Writer, message.Row.Flags, selected.Index.State.Keywords,
            session.ShowsRecent && selected.Recent.Contains(message.Row.Uid));
    }
}
