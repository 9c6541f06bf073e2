using System.Diagnostics;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Tests.Doctor;

/// <summary>A network namespace of its own, with nftables in it and loopback up; it goes away with the test.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private readonly string _name = $"p143-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";

    public ISystemCommands Commands { get; }

    private NetworkNamespace() => Commands = new Inside(_name);

    /// <summary>Makes one; null without the right to, or without nft.</summary>
    public static NetworkNamespace? TryMake()
    {
        if (!File.Exists("/usr/sbin/nft"))
        {
            return null;
        }
        var space = new NetworkNamespace();
        if (!Run("ip", ["netns", "add", space._name], null))
        {
            return null;
        }
        Run("ip", ["-n", space._name, "link", "set", "lo", "up"], null);
        return space;
    }

    public void Nft(string rules) => Assert.True(Run("ip", ["netns", "exec", _name, "nft", "-f", "-"], rules), rules);

    public void Dispose() => Run("ip", ["netns", "del", _name], null);

    private static bool Run(string program, string[] arguments, string? input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // What is run by the doctor is run in the namespace.
    private sealed class Inside(string name) : ISystemCommands
    {
        private readonly SystemCommands _commands = new();

        public Task<CommandOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel) =>
            program is "nft" or "iptables-save" ? _commands.RunAsync("ip", ["netns", "exec", name, program, .. arguments], cancel) : Task.FromResult<CommandOutput?>(null);
    }
}
