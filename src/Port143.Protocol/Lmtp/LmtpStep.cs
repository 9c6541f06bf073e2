namespace Port143.Protocol.Lmtp;

/// <summary>What an <see cref="LmtpMachine"/> wants of its caller.</summary>
public enum LmtpStep
{
    /// <summary>More input; all that was given is used up. Replies that were written should be sent now.</summary>
    NeedInput,

    /// <summary>
    /// A recipient was named (<see cref="LmtpMachine.Recipient"/>): look it up, then call
    /// <see cref="LmtpMachine.AcceptRecipient"/> or <see cref="LmtpMachine.RefuseRecipient"/>.
    /// </summary>
    Recipient,

    /// <summary>The bytes of a message follow: make ready to take them.</summary>
    MessageBegins,

    /// <summary>Some bytes of the message.</summary>
    MessageData,

    /// <summary>The message is complete: deliver it, then call <see cref="LmtpMachine.EndMessage"/>.</summary>
    MessageComplete,

    /// <summary>The message begun will never be complete (RSET, LHLO, too big): forget its bytes.</summary>
    MessageAborted,

    /// <summary>The transaction is over without a message: forget its recipients.</summary>
    Reset,

    /// <summary>Send what was written and close the connection.</summary>
    Close,
}
