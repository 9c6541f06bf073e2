using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Metadata;

/// <summary>
/// What annotations are attached to: a mailbox, or the server, of which each account keeps its own private ones.
/// </summary>
/// <param name="Account">The account whose storage has them.</param>
/// <param name="View">The mailbox; null for the server.</param>
internal sealed record MetadataTarget(AccountId Account, MailboxView? View)
{
    /// <summary>The name in responses; the server has none (RFC 5464 section 4.1).</summary>
    public string Name => View?.Name.Value ?? "";

    /// <summary>The target that a command names, or the refusal.</summary>
    public static async ValueTask<(MetadataTarget? Target, CommandResult Refusal)> FindAsync(
        ImapSession session, string mailbox, CancellationToken cancel)
    {
        if (mailbox.Length == 0)
        {
            return (new MetadataTarget(session.AccountId, null), default);
        }
        (MailboxView? view, CommandResult refusal) = await MailboxArgument.FindAsync(session, mailbox, false, CommandRights.GetMetadata, cancel).ConfigureAwait(false);
        return (view is null ? null : new MetadataTarget(view.Account, view), refusal);
    }

    /// <summary>Whose an entry is: the reader's own below /private, everybody's below /shared (RFC 5464 section 3.2).</summary>
    public static AccountId? OwnerOf(ImapSession session, string entry) => IsPrivate(entry) ? session.AccountId : null;

    /// <summary>Whether an entry stands below /private.</summary>
    public static bool IsPrivate(string entry) => entry.StartsWith("/private", StringComparison.OrdinalIgnoreCase);
}
