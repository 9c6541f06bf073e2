namespace Port143.Protocol.Imap.Commands.Notify;

/// <summary>The events of NOTIFY (RFC 5465 section 5).</summary>
[Flags]
public enum NotifyEvents
{
    /// <summary>NONE</summary>
    None = 0,

    /// <summary>MessageNew</summary>
    MessageNew = 1,

    /// <summary>MessageExpunge</summary>
    MessageExpunge = 2,

    /// <summary>FlagChange</summary>
    FlagChange = 4,

    /// <summary>AnnotationChange</summary>
    AnnotationChange = 8,

    /// <summary>MailboxName</summary>
    MailboxName = 16,

    /// <summary>SubscriptionChange</summary>
    SubscriptionChange = 32,

    /// <summary>MailboxMetadataChange</summary>
    MailboxMetadataChange = 64,

    /// <summary>ServerMetadataChange</summary>
    ServerMetadataChange = 128,

    /// <summary>An event that the RFC does not define (event-ext).</summary>
    Unknown = 256,

    /// <summary>The events of messages, which alone may be asked of the selected mailbox.</summary>
    Messages = MessageNew | MessageExpunge | FlagChange | AnnotationChange,
}
