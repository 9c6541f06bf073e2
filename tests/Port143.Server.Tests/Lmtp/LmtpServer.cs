using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Port143.Mail;
using Port143.Server.Delivery;
using Port143.Server.Lmtp;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Server.Tests.Lmtp;

/// <summary>A data folder with accounts, and LMTP over pipes.</summary>
internal sealed class LmtpServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-lmtp-").FullName;
    private readonly SqliteDirectory _directory;

    public LmtpServer(ServerOptions? options = null, TimeProvider? time = null, Func<IMailStorage, IMailStorage>? wrap = null)
    {
        _directory = SqliteDirectory.Open(_folder, TimeProvider.System);
        Mail = SqliteMailStorage.Open(_folder);
        Options = options ?? new ServerOptions { DataFolder = _folder };
        Delivery = new DeliveryService(
            wrap?.Invoke(Mail) ?? Mail, _directory, TimeProvider.System, NullLogger<DeliveryService>.Instance) { HostName = "mx.test" };
        Handler = new LmtpConnectionHandler(
            Options, Delivery, time ?? TimeProvider.System, NullLogger<LmtpConnectionHandler>.Instance);
    }

    public SqliteMailStorage Mail { get; }

    public ServerOptions Options { get; }

    public DeliveryService Delivery { get; }

    public LmtpConnectionHandler Handler { get; }

    public async Task<AccountId> AddAsync(string address)
    {
        AccountId id = AccountId.New();
        await Mail.CreateAccountAsync(id, NewMailbox.Defaults, default);
        await _directory.AddAsync(id, AccountAddress.Parse(address), "x", "test", default);
        return id;
    }

    public LmtpTestClient Connect(EndPoint? from = null)
    {
        var options = new PipeOptions(useSynchronizationContext: false);
        Pipe toServer = new(options), toClient = new(options);
        var connection = new DefaultConnectionContext("test", new Duplex(toServer.Reader, toClient.Writer), new Duplex(toClient.Reader, toServer.Writer))
        {
            RemoteEndPoint = from ?? new IPEndPoint(IPAddress.Loopback, 12345),
        };
        Task done = Handler.OnConnectedAsync(connection).ContinueWith(
            t => toClient.Writer.Complete(t.Exception), TaskScheduler.Default);
        return new LmtpTestClient(toClient.Reader, toServer.Writer, done);
    }

    public async Task<List<string>> ReadAsync(AccountId account, string mailbox)
    {
        MailboxInfo info = (await Mail.ListMailboxesAsync(account, default)).Find(MailboxName.Parse(mailbox))!;
        LogPage page = (await Mail.ReadLogAsync(account, info.Id, 0, default))!;
        var messages = new List<string>();
        foreach (MessageRow row in page.Rows)
        {
            using Stream stream = (await Mail.OpenMessageAsync(account, row.Content, default))!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            messages.Add(await reader.ReadToEndAsync());
        }
        return messages;
    }

    public int FilesOf(AccountId account) =>
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Count(f => f.Contains(account.Value) && f.Contains("bodies"));

    public async ValueTask DisposeAsync()
    {
        await Mail.DisposeAsync();
        await _directory.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
