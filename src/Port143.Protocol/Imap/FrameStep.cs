namespace Port143.Protocol.Imap;

/// <summary>What <see cref="ImapFramer.Read"/> found, and what it wants of its caller.</summary>
public enum FrameStep
{
    /// <summary>All input is used up; call again when there is more.</summary>
    NeedInput,

    /// <summary>
    /// The client announced a synchronizing literal and waits. Send <c>+</c> and go on reading, or call
    /// <see cref="ImapFramer.Refuse"/>.
    /// </summary>
    ContinuationWanted,

    /// <summary>
    /// APPEND announced a message. Look at the head of the command and call <see cref="ImapFramer.AcceptBody"/> (and send
    /// <c>+</c> when the literal is synchronizing) or <see cref="ImapFramer.RefuseBody"/>.
    /// </summary>
    BodyLiteral,

    /// <summary>Some octets of the message.</summary>
    BodyData,

    /// <summary>The message has arrived in full; the command goes on.</summary>
    BodyEnd,

    /// <summary>A command is complete: <see cref="ImapFramer.Message"/>.</summary>
    MessageComplete,

    /// <summary>The raw line that was asked for has come: <see cref="ImapFramer.Message"/>.</summary>
    LineComplete,

    /// <summary>
    /// The command cannot be read: <see cref="ImapFramer.Refusal"/>. Answer with <see cref="ImapFramer.RefusedTag"/>, discard
    /// the bodies that it brought, and close the connection when <see cref="ImapFramer.MustClose"/>.
    /// </summary>
    Refused,
}
