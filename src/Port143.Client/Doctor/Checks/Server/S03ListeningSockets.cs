using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S03: the ports that the server is to have are open, and held by no other program.</summary>
internal sealed class S03ListeningSockets() : DoctorCheck("S03", "listening sockets", CheckGroup.Service)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ListeningSocket> sockets = await examination.SocketsAsync(cancel).ConfigureAwait(false);
        string? server = await examination.ServerProcessAsync(cancel).ConfigureAwait(false);
        ServerListener[] listeners = [.. examination.Server.Listeners.Where(l => l.Port > 0)];
        var missing = new List<string>();
        foreach (ServerListener listener in listeners)
        {
            ListeningSocket? held = sockets.FirstOrDefault(s => s.Port == listener.Port);
            if (held is null)
            {
                missing.Add($"{listener.Name} ({listener.Port})");
            }
            else if (held.Process is { } process && process != server)
            {
                return Finding.Fail($"{listener.Port} is held by {process}, not by this server.").Because(server is null ? "this server does not run" : "another program was there first")
                    .Do("Stop that program, or choose another port in the configuration.", $"ss -ltnp 'sport = :{listener.Port}'").Saw("listener", listener.Name);
            }
        }
        return listeners.Length == 0 ? Finding.Skipped("no TCP port is configured")
            : missing.Count > 0
                ? Finding.Fail($"Nobody listens for {string.Join(", ", missing)}.").Because(server is null ? "the server does not run" : "the server runs with another configuration")
                    .Do(server is null ? "Start it, and see what it says:" : "Restart it:", server is null ? "systemctl start port143; journalctl -u port143 -n 20" : "systemctl restart port143")
                : Finding.Ok($"{string.Join(", ", listeners.Select(l => l.Port))} by {server ?? "a process that this user may not see"}");
    }
}
