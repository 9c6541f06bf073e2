using System.CommandLine;

namespace Port143.Commands;

/// <summary><c>port143 quota</c>: the verbs about what accounts may use.</summary>
internal static class QuotaCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("quota", "Show and set what an account may use. Works while the server runs.")
    {
        QuotaShowCommand.Create(),
        QuotaSetCommand.Create(),
    };
}
