using Port143.Client.Doctor.Probes;

namespace Port143.Client.Tests.Doctor;

/// <summary>Programs of the system that say what they are told to; others are not installed.</summary>
public sealed class FakeCommands : ISystemCommands
{
    private readonly Dictionary<string, CommandOutput> _outputs = [];

    public FakeCommands Say(string program, string text, int exitCode = 0, string error = "")
    {
        _outputs[program] = new CommandOutput(exitCode, text, error);
        return this;
    }

    public Task<CommandOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel) =>
        Task.FromResult(_outputs.GetValueOrDefault(program + " " + arguments.FirstOrDefault()) ?? _outputs.GetValueOrDefault(program));
}
