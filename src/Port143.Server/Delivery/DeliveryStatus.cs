namespace Port143.Server.Delivery;

/// <summary>How a delivery ended.</summary>
public enum DeliveryStatus
{
    /// <summary>The message is in the mailbox and on the disk.</summary>
    Delivered,

    /// <summary>There is no such mailbox, and no other would do.</summary>
    NoMailbox,

    /// <summary>The message was here before, or has gone round in circles (RFC 5321 section 6.3).</summary>
    Loop,

    /// <summary>The account has used up what it may use; it may make room.</summary>
    OverQuota,

    /// <summary>The message is larger than all that the account may keep.</summary>
    LargerThanQuota,

    /// <summary>The disk is full; trying again later may help.</summary>
    DiskFull,

    /// <summary>The storage failed; trying again later may help. The log has the cause.</summary>
    StorageFailed,
}
