using Port143.Mail;

namespace Port143.Storage;

/// <summary>
/// Removes an account from every access control list of this one, and what it has read here. Comes before the account is
/// deleted: whoever gets its address later must find nothing shared with him.
/// </summary>
/// <param name="Reader">The account's id.</param>
/// <param name="Address">Its address.</param>
public sealed record ForgetReaderChange(AccountId Reader, AccountAddress Address) : Change<MailboxResult>;
