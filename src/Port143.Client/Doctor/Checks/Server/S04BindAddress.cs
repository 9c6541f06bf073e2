using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S04: somebody outside this machine can connect at all.</summary>
internal sealed class S04BindAddress() : DoctorCheck("S04", "bind address", CheckGroup.Service, "S03")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ListeningSocket> sockets = await examination.SocketsAsync(cancel).ConfigureAwait(false);
        ServerListener[] imap = [.. examination.Server.Listeners.Where(l => l.Port > 0 && l.Name.StartsWith("imap", StringComparison.Ordinal))];
        ListeningSocket[] held = [.. sockets.Where(s => imap.Any(l => l.Port == s.Port))];
        return held.Length == 0 ? Finding.Skipped("no port of IMAP is open")
            : held.All(s => IPAddress.IsLoopback(s.Address))
                ? Finding.Warn($"IMAP listens only on {string.Join(", ", held.Select(s => s.Address).Distinct())}; nobody outside can connect.")
                    .Because("the listeners name a loopback address").Do("In the configuration, name every address:", $"imaps = \"*:{held[^1].Port}\"")
                : Finding.Ok(string.Join(", ", held.Select(s => new IPEndPoint(s.Address, s.Port)).Distinct()));
    }
}
