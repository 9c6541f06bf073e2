using System.Text;
using Port143.Tests.Cli;
using Port143.Tests.Clients;

namespace Port143.Tests.Processes;

[Collection(OneAtATime.Name)]
public sealed class DiskFullTests : IAsyncLifetime
{
    private const string Address = "a@example.org";

    private readonly TemporaryFolder _folder = new();
    private bool _mounted;

    private string Disk => _folder["disk"];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Disk);
        _mounted = OperatingSystem.IsLinux()
            && (await ForeignProgram.RunAsync(_folder.Path, "mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", Disk)).Code == 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_mounted)
        {
            await ForeignProgram.OkAsync(_folder.Path, "umount", "-l", Disk);
        }
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_disk_refuses_mail_serves_what_is_there_and_recovers_by_itself()
    {
        Assert.SkipUnless(_mounted, "needs the right to mount a small file system");
        string data = Path.Combine(Disk, "data");
        await ServerUnderTest.AddAccountAsync(data, Address);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(data, "--cleartext-login", "loopback");
        await using Wire wire = await Wire.SignInAsync(server.Imap, Address);
        await using Wire lmtp = await LmtpWire.ConnectAsync(server.Lmtp);
        byte[] small = Encoding.ASCII.GetBytes("Subject: small\r\n\r\ntext\r\n");
        byte[] middle = [.. small, .. Enumerable.Repeat((byte)'x', 20_000), 13, 10];
        byte[] large = [.. small, .. Enumerable.Repeat((byte)'x', 500_000), 13, 10];
        Assert.Equal("OK", (await wire.AppendAsync("INBOX", "", small)).Status);
        await File.WriteAllBytesAsync(Path.Combine(Disk, "filler"), new byte[8_000_000]);

        int taken = 1;
        foreach (byte[] message in (byte[][])[large, middle, small])
        {
            WireReply reply;
            while ((reply = await wire.AppendAsync("INBOX", "", message)).Status == "OK")
            {
                taken++;
            }
            Assert.Equal("NO", reply.Status);
        }
        // Everything is served, by a new session, too; delivery is put off, not refused.
        await using (Wire other = await Wire.SignInAsync(server.Imap, Address))
        {
            WireReply selected = await other.OkAsync("SELECT INBOX");
            Assert.Contains(selected.Untagged, u => u.Text == $"* {taken} EXISTS");
            Assert.Equal(small, (await other.OkAsync("FETCH 1 BODY.PEEK[]")).Untagged[0].Literals[0]);
            Assert.Equal("NO", (await other.AppendAsync("INBOX", "", middle)).Status);
            await other.OkAsync("LOGOUT");
        }
        Assert.StartsWith("452", Assert.Single(await LmtpWire.DeliverAsync(lmtp, middle, Address)));

        File.Delete(Path.Combine(Disk, "filler"));
        Assert.Equal("OK", (await wire.AppendAsync("INBOX", "", large)).Status);
        Assert.StartsWith("250", Assert.Single(await LmtpWire.DeliverAsync(lmtp, middle, Address)));
        WireReply all = await wire.OkAsync("SELECT INBOX");
        Assert.Contains(all.Untagged, u => u.Text == $"* {taken + 2} EXISTS");
        WireReply sizes = await wire.OkAsync("FETCH 1:* BODY.PEEK[]");
        Assert.All(sizes.Untagged, u => Assert.True(
            u.Literals[0].AsSpan().SequenceEqual(small) || u.Literals[0].AsSpan().SequenceEqual(large) || u.Literals[0].AsSpan().EndsWith(middle)));
        server.Terminate();
        Assert.Equal(0, await server.ExitAsync(TimeSpan.FromSeconds(20)));
        Report.Line($"full disk: {taken} messages taken, the next ones refused, none lost, {server.Errors.Count} lines at error level");
    }
}
