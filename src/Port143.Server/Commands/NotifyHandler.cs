using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Notify;
using Port143.Server.Extensions;
using Port143.Server.Extensions.Notify;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>NOTIFY (RFC 5465 section 3.1). That the news of the selected mailbox follow at once, the publisher sees to.</summary>
internal static class NotifyHandler
{
    private const NotifyEvents Supported = NotifyEvents.MessageNew | NotifyEvents.MessageExpunge | NotifyEvents.FlagChange
        | NotifyEvents.MailboxName | NotifyEvents.SubscriptionChange | Metadata;

    private const NotifyEvents Metadata = NotifyEvents.MailboxMetadataChange | NotifyEvents.ServerMetadataChange;

    private const string SupportedNames = "MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange"
        + " MailboxMetadataChange ServerMetadataChange";

    public static async ValueTask<CommandResult> RunAsync(ImapSession session, NotifyCommand command, CancellationToken cancel)
    {
        // What happened until now is told, or not, as the client asked before.
        await MetadataNews.PublishAsync(session, cancel).ConfigureAwait(false);
        if (command.Groups is null)
        {
            session.Notify(new Notifications(session, NotifyRules.None));
            return CommandResult.Ok("NOTIFY NONE completed");
        }
        if (command.Groups.Any(g => (g.Events & ~Supported) != 0))
        {
            return CommandResult.No("Of some of these events nothing can be told", ResponseCode.BadEvent(SupportedNames));
        }
        var notifications = new Notifications(session, new NotifyRules(command.Groups));
        if ((notifications.Rules.AllOthers & Metadata) != 0)
        {
            // Without ENABLE METADATA: RFC 5465 section 5.6.
            session.MetadataByNotify |= session.Metadata.Count == 0;
            await MetadataNews.EnableAsync(session, cancel).ConfigureAwait(false);
        }
        bool started = false;
        try
        {
            started = await notifications.StartAsync(command.Status, cancel).ConfigureAwait(false);
        }
        finally
        {
            if (!started)
            {
                notifications.Dispose();
            }
        }
        if (!started)
        {
            return CommandResult.No(
                $"At most {session.Services.Options.Limits.NotifyMailboxes} mailboxes can be watched", ResponseCode.NotificationOverflow);
        }
        session.Notify(notifications);
        return CommandResult.Ok("NOTIFY SET completed");
    }
}
