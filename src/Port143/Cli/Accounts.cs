using Port143.Mail;
using Port143.Storage;

namespace Port143.Cli;

/// <summary>What the account verbs have in common.</summary>
internal static class Accounts
{
    /// <summary>Who makes changes from here, for the audit trail.</summary>
    public static string Actor => "cli user=" + Environment.UserName;

    /// <summary>Reads an address from the command line.</summary>
    public static AccountAddress Address(string text) => AccountAddress.TryCreate(text, out AccountAddress? address, out string? error)
        ? address
        : throw new CliException(ExitCode.Usage, $"\"{text}\" is not an address: {error}");

    /// <summary>The account with an address, or the sentence that there is none.</summary>
    public static async Task<Account> FindAsync(IDirectory directory, AccountAddress address, CancellationToken cancel) =>
        await directory.FindAsync(address, cancel)
        ?? throw NotFound(address);

    /// <summary>What to say when there is no such account.</summary>
    public static CliException NotFound(AccountAddress address) =>
        new(ExitCode.NoUser, $"there is no account {address}; port143 account list shows those there are");
}
