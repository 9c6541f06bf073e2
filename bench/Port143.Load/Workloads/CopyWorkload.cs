using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>COPY, MOVE and EXPUNGE of a whole mailbox.</summary>
internal sealed class CopyWorkload : IWorkload
{
    public string Name => "W8";

    public string Description => "COPY, MOVE and EXPUNGE of all messages";

    public void Run(LoadRun run)
    {
        using ImapConnection connection = run.Open();
        foreach (string mailbox in (string[])["Copied", "Moved"])
        {
            connection.Try("DELETE " + mailbox);
            connection.Ok("CREATE " + mailbox);
        }
        int count = connection.Select(LoadRun.Bodies);
        run.Report("W8 copy", run.Measure(() => connection.Ok("COPY 1:* Copied")), count);
        connection.Select("Copied");
        run.Report("W8 move", run.Measure(() => connection.Ok("MOVE 1:* Moved")), count);
        if (connection.Select("Moved") != count)
        {
            throw new InvalidDataException("W8: not all messages were moved");
        }
        connection.Ok("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        run.Report("W8 expunge", run.Measure(() => connection.Ok("EXPUNGE")), count);
        connection.Ok("UNSELECT");
        connection.Ok("DELETE Copied");
        connection.Ok("DELETE Moved");
        connection.Logout();
    }
}
