using System.CommandLine;

namespace Port143.Commands;

/// <summary><c>port143 account</c>: the verbs about accounts.</summary>
internal static class AccountCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("account", "Add, list and change accounts. Works while the server runs.")
    {
        AccountAddCommand.Create(),
        AccountListCommand.Create(),
        AccountHistoryCommand.Create(),
        AccountPasswdCommand.Create(),
        AccountDisableCommand.Create(),
        AccountEnableCommand.Create(),
        AccountDeleteCommand.Create(),
    };

    /// <summary>The argument that names the account.</summary>
    public static Argument<string> AddressArgument() => new("ADDRESS") { Description = "The account's address, such as alice@example.org." };
}
