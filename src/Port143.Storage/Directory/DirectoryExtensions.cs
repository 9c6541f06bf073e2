using Port143.Mail;

namespace Port143.Storage;

/// <summary>Questions to a directory that are made of its own ones.</summary>
public static class DirectoryExtensions
{
    /// <summary>Enters something that was done to an account in the audit trail.</summary>
    public static ValueTask NoteAsync(
        this IDirectory directory, string actor, string action, Account account, string detail, CancellationToken cancel) =>
        directory.RecordAsync([], [new AuditNote(actor, action, account.Id, account.Address.Value, detail)], cancel);

    /// <summary>
    /// The account that mail for an address belongs to: the one with exactly this address, else the one without its
    /// <c>+detail</c> (RFC 5233), else null.
    /// </summary>
    public static async ValueTask<Account?> FindRecipientAsync(
        this IDirectory directory, AccountAddress address, CancellationToken cancel)
    {
        Account? account = await directory.FindAsync(address, cancel);
        return account is null && address.TrySplitDetail(out AccountAddress? plain, out _)
            ? await directory.FindAsync(plain, cancel)
            : account;
    }
}
