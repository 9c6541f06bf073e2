namespace Port143.Storage.Digest;

/// <summary>The fields of an ENVELOPE (RFC 9051 section 7.5.2), in the order of the wire.</summary>
internal enum EnvelopeField
{
    None = -1,
    Date,
    Subject,
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
    Bcc,
    InReplyTo,
    MessageId,
}
