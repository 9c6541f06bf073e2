using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Port143.Cli;
using Port143.Configuration;
using Port143.Logging;
using Port143.Server;
using Port143.Server.Authentication;
using Port143.Server.Tls;
using Port143.Server.Tls.Acme;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary>The life of a server process: it takes the data folder, opens what it needs, serves, and ends in order.</summary>
internal static class ServerProcess
{
    /// <summary>How long sessions may take to finish their commands; the rest of ten seconds is for closing the storage.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// Serves until SIGTERM or SIGINT, or until <paramref name="cancel"/>. <paramref name="ready"/> is called once with the line
    /// that says where; by default it goes to standard output.
    /// </summary>
    public static async Task<int> RunAsync(Settings settings, CancellationToken cancel, Action<string>? ready = null)
    {
        string data = settings.Server.DataFolder;
        using DataLock @lock = DataLock.Take(data);
        using LoggerFactory logs = Logs.Create(settings);
        ILogger log = logs.CreateLogger("Port143.Process");
        LogUnobserved(log);

        using CertificateStore certificates = OpenCertificates(settings, logs);
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        await NoteConfigurationAsync(directory, settings, cancel);
        using var hashing = new HashingQueue();
        var authenticator = new Authenticator(
            directory, hashing, TimeProvider.System, logs.CreateLogger<Authenticator>(), settings.Server.SignIn.Attacks);
        SqliteMailStorage storage = SqliteMailStorage.Open(data, new SqliteOptions { StrictFlags = settings.StrictFlags, ListenForChanges = true, DefaultQuota = settings.Quota });
        await using var server = new MailServer(WithClientCertificates(settings), storage, directory, authenticator, certificates, logs, TimeProvider.System);
        storage.IndexBehindDelivery();

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using PosixSignalRegistration terminate = OnSignal(PosixSignal.SIGTERM, stop, log);
        using PosixSignalRegistration interrupt = OnSignal(PosixSignal.SIGINT, stop, log);
        string line = "ready " + string.Join(' ', (await StartAsync(server, settings.Server, stop.Token)).Select(l => $"{l.Name}={l.Address}"));
        ProcessLog.Started(log, typeof(ServerProcess).Assembly.GetName().Version?.ToString(3) ?? "?", Environment.ProcessId, data, line);
        (ready ?? PrintReady)(line);
        await using var renewal = new AcmeRenewal(settings.Acme, data, certificates, TimeProvider.System, logs.CreateLogger<AcmeRenewal>());
        if (settings.Acme.IsOn)
        {
            renewal.Start();
        }

        await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await FinishAsync(server.StopAsync(StopLimit), StopLimit, log);
        await FinishAsync(storage.DisposeAsync().AsTask(), CloseLimit, log);
        ProcessLog.Stopped(log);
        return ExitCode.Ok;
    }

    // The trail says with which configuration the server ran, once for each change.
    private static async Task NoteConfigurationAsync(SqliteDirectory directory, Settings settings, CancellationToken cancel)
    {
        const int Longest = 4000;
        string changed = string.Join(
            "; ", from key in ConfigKeys.All let value = key.Write(settings) where value != key.Default select $"{key.FullName} = {value}");
        changed = changed.Length > Longest ? changed[..Longest] : changed;
        if ((await directory.FindAuditAsync("config", cancel))?.Detail != changed)
        {
            await directory.RecordAsync([], [new AuditNote(Accounts.Actor, "config", null, "", changed)], cancel);
        }
    }

    private static void PrintReady(string line)
    {
        Console.Out.Write(line + "\n");
        Console.Out.Flush();
    }

    private static async Task<IReadOnlyList<BoundListener>> StartAsync(MailServer server, ServerOptions options, CancellationToken cancel)
    {
        try
        {
            return await server.StartAsync(cancel);
        }
        catch (Exception error) when (error is IOException or SocketException || error.InnerException is SocketException)
        {
            throw ListenerProbe.Explain(options, error)
                ?? new CliException(ExitCode.Unavailable, $"a listener cannot be opened ({error.Message}); check the addresses and ports", error);
        }
    }

    private static ServerOptions WithClientCertificates(Settings settings)
    {
        if (settings.ClientCa is not { } path)
        {
            return settings.Server;
        }
        try
        {
            ClientCertificates accepted = ClientCertificates.Load(path, settings.ClientAccounts);
            return settings.Server with { SignIn = settings.Server.SignIn with { ClientCertificates = accepted } };
        }
        catch (CertificateFileException error)
        {
            throw new CliException(ExitCode.Configuration, error.Message, error);
        }
    }

    private static CertificateStore OpenCertificates(Settings settings, ILoggerFactory logs)
    {
        try
        {
            return CertificateStore.Open(
                settings.Server.DataFolder, settings.TlsCertificate, settings.TlsKey, TimeProvider.System, logs.CreateLogger<CertificateStore>(),
                settings.MoreCertificates);
        }
        catch (CertificateFileException error)
        {
            throw new CliException(ExitCode.Configuration, error.Message, error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw DataFolder.NotWritable(Path.Combine(settings.Server.DataFolder, CertificateStore.FolderName), error);
        }
    }

    // The first signal asks for an orderly end; the second does what signals do.
    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stop, ILogger log) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }
            context.Cancel = true;
            ProcessLog.Stopping(log, signal.ToString());
            stop.Cancel();
        });

    private static async Task FinishAsync(Task work, TimeSpan limit, ILogger log)
    {
        try
        {
            await work.WaitAsync(limit + TimeSpan.FromSeconds(0.3));
        }
        catch (TimeoutException)
        {
            ProcessLog.StopTookTooLong(log);
        }
    }

    private static void LogUnobserved(ILogger log)
    {
        TaskScheduler.UnobservedTaskException += (_, failed) =>
        {
            failed.SetObserved();
            ProcessLog.Unobserved(log, failed.Exception);
        };
        AppDomain.CurrentDomain.UnhandledException += (_, failed) =>
        {
            ProcessLog.Fatal(log, failed.ExceptionObject as Exception);
            Thread.Sleep(200); // the log is written by another thread
        };
    }
}
