namespace Port143.Server.Commands.Fetch;

/// <summary>What an RFC822 item means of the message.</summary>
internal enum Rfc822Range
{
    /// <summary>RFC822</summary>
    Whole,

    /// <summary>RFC822.HEADER</summary>
    Header,

    /// <summary>RFC822.TEXT</summary>
    Text,
}
