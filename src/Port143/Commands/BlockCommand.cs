using System.CommandLine;

namespace Port143.Commands;

/// <summary><c>port143 block</c>: the verbs about what is blocked because of wrong passwords.</summary>
internal static class BlockCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("block", "List and take away blocks against guessing. Works while the server runs.")
    {
        BlockListCommand.Create(),
        BlockRemoveCommand.Create(),
    };
}
