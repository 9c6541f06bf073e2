using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>What a client reads to show a list of the whole mailbox.</summary>
internal sealed class ListWorkload : IWorkload
{
    public const string Envelope = "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)";

    public string Name => "W3";

    public string Description => "list views of the large mailbox: ENVELOPE, with BODYSTRUCTURE, UID and FLAGS";

    public void Run(LoadRun run)
    {
        using ImapConnection connection = run.Open();
        int count = connection.Select(LoadRun.Views, readOnly: true);
        run.Command("W3 envelope", connection, "FETCH 1:* " + Envelope, count);
        run.Command("W3 bodystructure", connection, "FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)", count);
        run.Command("W3 flags", connection, "FETCH 1:* (UID FLAGS)", count);
        connection.Logout();
    }
}
