using Port143.Storage.Sqlite;

namespace Port143.Storage.Tests.Crash;

/// <summary>Nothing acknowledged is lost or doubled when the process is killed in the middle of its work.</summary>
public sealed class SqliteCrashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-crash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Killed_again_and_again_under_sixteen_writers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Kills as on Linux.");
        var random = new Random(TestDose.Seed);
        for (int round = 0; round < TestDose.Of(5, 100); round++)
        {
            int before = Ledger.Read(_folder).Count;
            using ChildProcess child = ChildProcess.Start(nameof(ChildRoles.SixteenWriters), _folder, TestDose.Seed + round);
            await child.WaitForAsync(lines => lines.Contains("ready") && Ledger.Read(_folder).Count > before + 100);
            await Task.Delay(random.Next(500));
            await child.KillAsync();
            List<LedgerEntry> ledger = Ledger.Read(_folder);
            await using SqliteMailStorage storage = SqliteMailStorage.Open(_folder);
            await LedgerCheck.RunAsync(storage, ledger);
            TestContext.Current.SendDiagnosticMessage($"round {round}: {ledger.Count - before} lines, {ledger.Count(e => e.IsAck)} acknowledged");
        }
        Assert.True(Ledger.Read(_folder).Count(e => e.IsAck) > 100);
    }
}
