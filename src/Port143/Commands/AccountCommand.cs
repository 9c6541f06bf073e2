using System.CommandLine;
using Port143.Cli;
using Port143.Server.Authentication;

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
        AccountWhyCommand.Create(),
        AccountDisableCommand.Create(),
        AccountEnableCommand.Create(),
        AccountDeleteCommand.Create(),
    };

    /// <summary>The argument that names the account.</summary>
    public static Argument<string> AddressArgument() => new("ADDRESS") { Description = "The account's address, such as alice@example.org." };

    /// <summary>The option that a new password comes from standard input.</summary>
    public static Option<bool> PasswordFromInput() => new("--password-stdin")
    {
        Description = "Read the password from standard input, one line. Without it a password is made and printed.",
    };

    /// <summary>The option that a new password is made, which is what happens without it, too.</summary>
    public static Option<bool> Generate() => new("--generate") { Description = $"Make a password of {WordPassword.Words} words and print it, this once. The default." };

    /// <summary>Which of the two is wanted.</summary>
    public static bool IsFromInput(ParseResult parsed, Option<bool> fromInput, Option<bool> generate) =>
        parsed.GetValue(fromInput) && parsed.GetValue(generate)
            ? throw new CliException(ExitCode.Usage, "--password-stdin and --generate contradict each other; give one of them")
            : parsed.GetValue(fromInput);
}
