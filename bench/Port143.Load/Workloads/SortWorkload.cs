using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>SORT and THREAD of the large mailbox, warm.</summary>
internal sealed class SortWorkload : IWorkload
{
    public string Name => "W9";

    public string Description => "SORT by date and subject, THREAD by references";

    public void Run(LoadRun run)
    {
        using ImapConnection connection = run.Open();
        connection.Select(LoadRun.Views, readOnly: true);
        run.Command("W9 sort date", connection, "SORT (REVERSE DATE) UTF-8 ALL", 1);
        run.Command("W9 sort subject", connection, "SORT (SUBJECT) UTF-8 ALL", 1);
        run.Command("W9 thread", connection, "THREAD REFERENCES UTF-8 ALL", 1);
        connection.Logout();
    }
}
