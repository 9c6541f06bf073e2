using System.Net;
using Port143.Mail;

namespace Port143.Storage.Tests;

public sealed class DeviceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-devices-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SqliteDirectory Open() => SqliteDirectory.Open(_folder, TimeProvider.System);

    private static DevicePassword Device(AccountId account, string id, string name) => new()
    {
        Id = id, Account = account, Name = name, Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        Verifier = new DeviceVerifier([1], [2], 4096, new ScramKeys([3], [4]), new ScramKeys([5], [6])),
    };

    [Fact]
    public async Task A_device_password_comes_back_as_it_was_kept_and_goes_with_its_account()
    {
        var id = AccountId.New();
        await using (SqliteDirectory first = Open())
        {
            await first.AddAsync(id, AccountAddress.Parse("a@example.org"), "h", "test", default);
            Assert.False(await first.HasDevicesAsync(default));
            Assert.True(await first.AddDeviceAsync(Device(id, "abcdefgh", "phone") with
            {
                ReadOnly = true, Mailboxes = [new MailboxId(1), new MailboxId(20)], Expires = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000),
                Networks = [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/48")],
            }, "test", default));
            Assert.False(await first.AddDeviceAsync(Device(id, "abcdefg2", "phone"), "test", default));
            Assert.False(await first.AddDeviceAsync(Device(AccountId.New(), "abcdefg3", "x"), "test", default));
            await first.NoteUsesAsync([new DeviceUse("abcdefgh", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), "192.0.2.9")], default);
        }
        await using SqliteDirectory directory = Open();
        Assert.True(await directory.HasDevicesAsync(default));
        DevicePassword device = Assert.Single(await directory.ListDevicesAsync(id, default));
        Assert.Equal(("abcdefgh", "phone", true), (device.Id, device.Name, device.ReadOnly));
        Assert.Equal([1, 20], device.Mailboxes.Select(m => m.Value));
        Assert.Equal(["192.0.2.0/24", "2001:db8::/48"], device.Networks.Select(n => n.ToString()));
        Assert.Equal(1_900_000_000, device.Expires!.Value.ToUnixTimeSeconds());
        Assert.Equal((1_800_000_000, "192.0.2.9"), (device.LastUsed!.Value.ToUnixTimeSeconds(), device.LastAddress));
        Assert.Equal((byte)6, Assert.Single(device.Verifier.Sha256.ServerKey));
        Assert.Equal(["device-add phone", "add "], (await directory.ReadAuditAsync(10, default)).Select(e => $"{e.Action} {e.Detail}"));
        Assert.True(await directory.DeleteAsync(id, "test", default));
        Assert.False(await directory.HasDevicesAsync(default));
    }

    [Fact]
    public async Task An_account_has_fifty_at_most_and_the_keys_stay()
    {
        await using SqliteDirectory one = Open(), other = Open();
        var id = AccountId.New();
        await one.AddAsync(id, AccountAddress.Parse("a@example.org"), "h", "test", default);
        for (int i = 0; i < DevicePassword.MaxPerAccount; i++)
        {
            Assert.True(await one.AddDeviceAsync(Device(id, $"d{i}", $"n{i}"), "test", default));
        }
        Assert.False(await one.AddDeviceAsync(Device(id, "more", "more"), "test", default));
        Assert.True(await other.RevokeDeviceAsync(id, "d7", "test", default));
        Assert.False(await other.RevokeDeviceAsync(id, "d7", "test", default));
        Assert.Equal(DevicePassword.MaxPerAccount - 1, (await one.ListDevicesAsync(id, default)).Count);
        byte[] key = await one.GetKeyAsync("x", default);
        Assert.Equal(32, key.Length);
        Assert.Equal(key, await other.GetKeyAsync("x", default));
        Assert.NotEqual(key, await other.GetKeyAsync("y", default));
    }
}
