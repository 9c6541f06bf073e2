using System.CommandLine;

namespace Port143.Commands;

/// <summary><c>port143 session</c>: the verbs about who is connected.</summary>
internal static class SessionCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("session", "List and end sessions of the running server.")
    {
        SessionListCommand.Create(),
        SessionEndCommand.Create(),
    };
}
