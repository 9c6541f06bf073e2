using System.CommandLine;

namespace Port143.Commands;

/// <summary><c>port143 account enable</c>: lets a disabled account sign in again.</summary>
internal static class AccountEnableCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => AccountDisableCommand.Create("enable", "Let a disabled account sign in again.", false);
}
