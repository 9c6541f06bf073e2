namespace Port143.Client.Doctor.Probes;

/// <summary>Runs programs of the operating system that only tell, such as <c>nft list</c> and <c>systemctl show</c>.</summary>
public interface ISystemCommands
{
    /// <summary>Runs a program without a shell; null when it is not installed, or does not end within its time.</summary>
    Task<CommandOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel);
}
