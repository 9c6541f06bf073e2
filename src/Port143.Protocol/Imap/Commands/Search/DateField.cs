namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>A date that a message has.</summary>
public enum DateField
{
    /// <summary>The internal date.</summary>
    Internal,

    /// <summary>The Date header field.</summary>
    Sent,

    /// <summary>When the message came into this mailbox (RFC 8514).</summary>
    Saved,
}
