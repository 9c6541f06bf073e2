using Port143.Storage.Inspection;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S24: every message is there and whole. Quick by default; --deep reads every one of them.</summary>
internal sealed class S24StoreCheck() : DoctorCheck("S24", "store check", CheckGroup.Storage, "S13")
{
    private static readonly TimeSpan QuickLimit = TimeSpan.FromSeconds(4);

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        bool deep = examination.Options.Deep;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (!deep)
        {
            limit.CancelAfter(QuickLimit);
        }
        string data = examination.Server.DataFolder;
        StoreReport report = await Task.Run(() => StoreInspection.Run(data, deep, examination.Time, limit.Token), cancel).WaitAsync(cancel).ConfigureAwait(false);
        string seen = $"{report.Messages:N0} messages in {report.Inspected} of {report.Accounts} accounts{(deep ? $", {report.Reread:N0} read" : "")}";
        if (report.Count > 0)
        {
            return Finding.Fail($"{report.Count:N0} {(report.Count == 1 ? "thing is" : "things are")} damaged in {report.Messages:N0} messages and their mailboxes: {report.Problems[0].Kind}.")
                .With(report.Problems.Take(20).Select(p => $"{p.Kind}: {p.Place}: {p.Text}"))
                .Because("a disk or memory that failed, or a program that wrote into the data folder")
                .Do("Keep a copy of the account's folder before anything else, and look at the disk.", $"cp -a {report.Problems[0].Folder} /var/tmp/; dmesg | grep -i error | tail")
                .Do("Then restore the account from a backup, or export what can still be read.", "port143 export --help").Saw("looked at", seen);
        }
        return (report.Inspected < report.Accounts
                ? Finding.Info($"In the time for a quick look {seen} were looked at, all whole.").Do("Look at all of them.", $"port143 doctor --server --deep --only S24 --data {data}")
                : Finding.Ok($"{seen}, all whole")).Saw("left over files", report.Leftovers);
    }
}
