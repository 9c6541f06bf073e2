using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>Which fields of the headers of which mailbox.</summary>
/// <param name="Account">Whose mailbox.</param>
/// <param name="Mailbox">Its number, which no other mailbox ever gets.</param>
/// <param name="Fields">The list of fields, equal for lists that choose the same.</param>
internal readonly record struct HeaderFieldKey(AccountId Account, MailboxId Mailbox, string Fields);
