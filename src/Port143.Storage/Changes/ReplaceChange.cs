namespace Port143.Storage;

/// <summary>
/// Files a message and expunges another, both or neither (REPLACE, RFC 8508). Nobody ever sees both messages or none. Fails with
/// <see cref="ChangeFailure.NoMessage"/> when the message to replace is gone.
/// </summary>
/// <param name="Source">The mailbox of the message that goes.</param>
/// <param name="Uid">Its UID; its flags do not matter.</param>
/// <param name="Target">Where the new message goes; may be the source.</param>
/// <param name="Message">The new message.</param>
/// <param name="Reader">Whose <c>\Seen</c> it gets, where readers have it of their own in the target; null: the owner's.</param>
public sealed record ReplaceChange(MailboxId Source, uint Uid, MailboxId Target, NewMessage Message, AccountId? Reader = null) : Change<ReplaceResult>;
