namespace Port143.Storage.Index;

/// <summary>
/// Somebody who wants to know which mailboxes of an account changed. The calls carry no data: read the logs and the list. A lost
/// or doubled one is harmless.
/// </summary>
public interface IAccountListener
{
    /// <summary>Called after a change, on any thread. Must return at once and must not throw.</summary>
    /// <param name="account">The account.</param>
    /// <param name="mailbox">The mailbox whose log grew; null when something else of the account changed.</param>
    /// <param name="listChanged">Whether the list of mailboxes or the subscriptions changed.</param>
    void OnCommitted(AccountId account, MailboxId? mailbox, bool listChanged);
}
