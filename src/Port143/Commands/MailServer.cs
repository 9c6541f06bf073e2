using Microsoft.Extensions.Logging;
using Port143.Server;
using Port143.Server.Authentication;
using Port143.Server.Tls;
using Port143.Storage;

namespace Port143.Commands;

// Stands in until the server's own class of this name and shape is there; then this file goes.
internal sealed record BoundListener(string Name, string Address);

internal sealed class MailServer(
    ServerOptions options, IMailStorage storage, IDirectory directory, Authenticator authenticator, CertificateStore certificates,
    ILoggerFactory logs, TimeProvider time)
{
    public Task<IReadOnlyList<BoundListener>> StartAsync(CancellationToken cancel)
    {
        _ = (options, storage, directory, authenticator, certificates, logs, time);
        throw new Cli.CliException(Cli.ExitCode.Unavailable, "this build has no server");
    }

    public Task StopAsync(TimeSpan limit) => Task.CompletedTask;
}
