using Port143.Mail;
using Port143.Storage.Sqlite;
using Port143.Storage.Tests.Contract;

namespace Port143.Storage.Tests.Crash;

/// <summary>Errors of the disk are never acknowledged as success, and the storage works on when they end.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private static readonly AccountId Account = AccountId.Parse($"{1:x16}");
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-fault-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Faults =>
    [
        "fsync,fdatasync:error=EIO:when=3", "fsync,fdatasync:error=EIO:when=8", "fsync,fdatasync:error=EIO:when=5+",
        "pwrite64:error=EIO:when=20..24", "pwrite64:error=ENOSPC:when=20..24", "pwrite64:error=ENOSPC:when=40+",
        "fsync,fdatasync:error=ENOSPC:when=6",
    ];

    [Theory, MemberData(nameof(Faults))]
    public async Task Injected(string fault)
    {
        Assert.SkipUnless(ChildProcess.CanRun("strace", "-V"), "strace is not there.");
        await using (SqliteMailStorage storage = SqliteMailStorage.Open(_folder))
        {
            await storage.CreateAccountAsync(Account, NewMailbox.Defaults, default);
        }
        string calls = fault[..fault.IndexOf(':', StringComparison.Ordinal)];
        using ChildProcess child = ChildProcess.Start(
            nameof(ChildRoles.Appends), _folder, 1,
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={fault}");
        await child.EndAsync();
        string[][] said = [.. child.Lines.Select(l => l.Split(' ')).Where(w => w[0] is "ok" or "failed" or "refused")];
        Assert.Equal(42, said.Length);
        Assert.True(said.Any(w => w[0] != "ok"), "the fault hit nothing");
        if (fault.EndsWith("5+", StringComparison.Ordinal))
        {
            int first = said.ToList().FindIndex(w => w[0] != "ok");
            Assert.All(said[first..], w => Assert.NotEqual("ok", w[0]));
        }
        else if (!fault.EndsWith('+'))
        {
            Assert.True(said[^3..].Any(w => w[0] == "ok"), "did not recover:\n" + string.Join('\n', child.Lines));
        }
        if (fault.Contains("ENOSPC", StringComparison.Ordinal))
        {
            Assert.All(said.Where(w => w[0] != "ok"), w => Assert.Contains(w[^1], new[] { "DiskFull", "True" }));
        }
        await CheckAsync(said.Where(w => w[0] == "ok").ToDictionary(w => uint.Parse(w[2]), w => int.Parse(w[1])));
    }

    [Fact]
    public async Task A_full_disk()
    {
        Assert.SkipUnless(ChildProcess.CanRun("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"), "A small disk cannot be mounted.");
        Directory.CreateDirectory(Path.Combine(_folder, "small"));
        using ChildProcess child = ChildProcess.Start(
            nameof(ChildRoles.FillsTheDisk), _folder, 1,
            "unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=16m none small && exec \"$@\"", "sh");
        await child.EndAsync();
        Assert.Contains("recovered", child.Lines);
    }

    private async Task CheckAsync(Dictionary<uint, int> acknowledged)
    {
        await using SqliteMailStorage storage = SqliteMailStorage.Open(_folder);
        MailboxId inbox = (await storage.ListMailboxesAsync(Account, default)).Find(MailboxName.Inbox)!.Id;
        LogPage log = (await storage.ReadLogAsync(Account, inbox, 0, default))!;
        Dictionary<uint, MessageRow> rows = log.Rows.ToDictionary(r => r.Uid);
        foreach ((uint uid, int number) in acknowledged)
        {
            Assert.True(rows.TryGetValue(uid, out MessageRow row), $"{uid} is lost");
            await using Stream stream = (await storage.OpenMessageAsync(Account, row.Content, default))!;
            byte[] bytes = new byte[row.Size];
            await stream.ReadExactlyAsync(bytes);
            Assert.Equal(TestMessages.Make(number, number % 8 == 7 ? 200_000 : 2000), bytes);
        }
        foreach (MessageRow row in log.Rows)
        {
            await using Stream? stream = await storage.OpenMessageAsync(Account, row.Content, default);
            Assert.True(stream is not null && stream.Length == row.Size, "a row without its bytes");
        }
    }
}
