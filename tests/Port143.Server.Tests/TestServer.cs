using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Server.Tls;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Server.Tests;

/// <summary>A whole server in this process: listeners on loopback ports of their own, a data folder that goes with it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>The password of every account.</summary>
    public const string Password = "fi5h & chips";

    // Hashing is slow by design; once is enough.
    private static readonly Lazy<string> PasswordHash = new(() => PasswordHasher.Hash(Encoding.UTF8.GetBytes(Password)));

    private readonly string _folder = Directory.CreateTempSubdirectory("port143-server-").FullName;
    private readonly SqliteDirectory _directory;
    private readonly HashingQueue _hashing = new();
    private readonly CertificateStore _certificates;
    private readonly MailServer _server;
    private int _accounts;

    private TestServer(Func<ServerOptions, ServerOptions>? change, Func<IMailStorage, IMailStorage>? wrap)
    {
        _directory = SqliteDirectory.Open(_folder, TimeProvider.System);
        Mail = SqliteMailStorage.Open(_folder);
        _certificates = CertificateStore.Open(_folder, null, null, TimeProvider.System, Logs.CreateLogger<CertificateStore>());
        ListenAddress loopback = ListenAddress.Tcp(IPAddress.Loopback, 0);
        var options = new ServerOptions
        {
            DataFolder = _folder,
            Imap = loopback,
            Imaps = loopback,
            Lmtp = ListenAddress.Off,
            CleartextLogin = CleartextLogin.Loopback,
        };
        options = change?.Invoke(options) ?? options;
        Limits = options.Limits;
        _server = new MailServer(
            options, wrap?.Invoke(Mail) ?? Mail, _directory,
            new Authenticator(_directory, _hashing, TimeProvider.System, Logs.CreateLogger<Authenticator>(), options.SignIn.Attacks),
            _certificates, Logs, TimeProvider.System);
    }

    /// <summary>Everything that was logged.</summary>
    public TestLogs Logs { get; } = new();

    /// <summary>The data folder.</summary>
    public string Folder => _folder;

    public SqliteMailStorage Mail { get; }

    /// <summary>The certificates in use.</summary>
    public CertificateStore Certificates => _certificates;

    public ServerLimits Limits { get; }

    /// <summary>The port that begins in the clear.</summary>
    public int ImapPort { get; private set; }

    /// <summary>The port that begins with TLS.</summary>
    public int ImapsPort { get; private set; }

    /// <summary>Starts a server; <paramref name="change"/> may change its options, <paramref name="wrap"/> its storage.</summary>
    public static async Task<TestServer> StartAsync(
        Func<ServerOptions, ServerOptions>? change = null, Func<IMailStorage, IMailStorage>? wrap = null)
    {
        var server = new TestServer(change, wrap);
        foreach (BoundListener bound in await server._server.StartAsync(default))
        {
            int port = IPEndPoint.Parse(bound.Address).Port;
            if (bound.Name == "imap")
            {
                server.ImapPort = port;
            }
            else if (bound.Name == "imaps")
            {
                server.ImapsPort = port;
            }
        }
        return server;
    }

    /// <summary>Makes an account with the mailboxes that every new account has.</summary>
    public async Task<TestAccount> AddAccountAsync(string? address = null)
    {
        string user = address ?? $"user{Interlocked.Increment(ref _accounts)}@port143.test";
        AccountId id = AccountId.New();
        await Mail.CreateAccountAsync(id, NewMailbox.Defaults, default);
        await _directory.AddAsync(id, AccountAddress.Parse(user), PasswordHash.Value, "test", default);
        return new TestAccount(user, Password, id);
    }

    /// <summary>The directory of accounts.</summary>
    public IDirectory Accounts => _directory;

    /// <summary>Makes a device password, as <c>port143 device add</c> does; <paramref name="change"/> may limit it.</summary>
    public async Task<(DevicePassword Device, string Text)> AddDeviceAsync(
        TestAccount account, string name = "phone", Func<DevicePassword, DevicePassword>? change = null)
    {
        Account owner = (await _directory.FindAsync(account.Id!.Value, default))!;
        var made = await new DevicePasswords(_directory).AddAsync(
            owner,
            (id, verifier) =>
            {
                var device = new DevicePassword { Id = id, Account = owner.Id, Name = name, Created = DateTimeOffset.UtcNow, Verifier = verifier };
                return change?.Invoke(device) ?? device;
            },
            "test", default);
        return made!.Value;
    }

    /// <summary>Disables an account, as <c>port143 account disable</c> does from another process.</summary>
    public ValueTask<bool> DisableAsync(TestAccount account) => _directory.SetDisabledAsync(account.Id!.Value, true, "test", default);

    /// <summary>Connects to the port in the clear; the greeting is not read.</summary>
    public Task<TestClient> ConnectAsync() => TestClient.ConnectAsync("127.0.0.1", ImapPort);

    /// <summary>Connects and signs in.</summary>
    public async Task<TestClient> SignInAsync(TestAccount account)
    {
        TestClient client = await ConnectAsync();
        await client.SignInAsync(account);
        return client;
    }

    /// <summary>Says BYE to everybody, as at the end of the process.</summary>
    public Task StopAsync() => _server.StopAsync(TimeSpan.FromSeconds(5));

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(TimeSpan.FromSeconds(2));
        await _server.DisposeAsync();
        await Mail.DisposeAsync();
        await _directory.DisposeAsync();
        _certificates.Dispose();
        _hashing.Dispose();
        Directory.Delete(_folder, true);
    }
}
