namespace Port143.Protocol.Imap.Commands;

/// <summary>What STORE does with its flags (RFC 9051 section 6.4.6).</summary>
public enum StoreMode
{
    /// <summary>FLAGS: they become the message's flags.</summary>
    Replace,

    /// <summary>+FLAGS: they are added.</summary>
    Add,

    /// <summary>-FLAGS: they are taken away.</summary>
    Remove,
}
