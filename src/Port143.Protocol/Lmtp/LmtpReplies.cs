namespace Port143.Protocol.Lmtp;

/// <summary>
/// The replies of an LMTP server, in one place (RFC 2033, RFC 5321 section 4.2.3; enhanced codes of RFC 3463 and RFC 5248).
/// </summary>
public static class LmtpReplies
{
    /// <summary>RSET and NOOP succeeded.</summary>
    public static readonly LmtpReply Ok = new("250 2.0.0 OK");

    /// <summary>The sender is taken.</summary>
    public static readonly LmtpReply SenderOk = new("250 2.1.0 Sender OK");

    /// <summary>The recipient is taken.</summary>
    public static readonly LmtpReply RecipientOk = new("250 2.1.5 Recipient OK");

    /// <summary>A chunk that is not the last was taken (RFC 3030 section 2).</summary>
    public static readonly LmtpReply ChunkOk = new("250 2.0.0 Chunk received");

    /// <summary>The message may come.</summary>
    public static readonly LmtpReply StartMail = new("354 Start mail input; end with <CRLF>.<CRLF>");

    /// <summary>QUIT.</summary>
    public static readonly LmtpReply Bye = new("221 2.0.0 Bye");

    /// <summary>HELP.</summary>
    public static readonly LmtpReply Help = new("214 2.0.0 LHLO MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT; see RFC 2033");

    /// <summary>VRFY tells nothing.</summary>
    public static readonly LmtpReply CannotVerify = new("252 2.5.0 Not verified; send mail and see");

    /// <summary>The command is not known.</summary>
    public static readonly LmtpReply UnknownCommand = new("500 5.5.1 Unknown command");

    /// <summary>HELO and EHLO are refused so that an SMTP client notices its mistake (RFC 2033 section 4.1).</summary>
    public static readonly LmtpReply NotSmtp = new("500 5.5.1 This is LMTP: say LHLO");

    /// <summary>The line has no end within the limit.</summary>
    public static readonly LmtpReply LineTooLong = new("500 5.5.2 Line too long");

    /// <summary>The line has a CR, LF or NUL within.</summary>
    public static readonly LmtpReply BareCrLf = new("500 5.5.2 CR, LF or NUL within a line");

    /// <summary>What follows the verb is wrong.</summary>
    public static readonly LmtpReply BadArguments = new("501 5.5.4 Syntax error in arguments");

    /// <summary>The path breaks RFC 5321 section 4.1.2.</summary>
    public static readonly LmtpReply BadPath = new("501 5.1.3 Bad address syntax");

    /// <summary>The sender's path breaks RFC 5321 section 4.1.2.</summary>
    public static readonly LmtpReply BadSender = new("501 5.1.7 Bad sender address syntax");

    /// <summary>The size of a chunk cannot be read, so where commands go on is unknown.</summary>
    public static readonly LmtpReply BadChunk = new("501 5.5.4 Bad chunk size; closing");

    /// <summary>The command does not fit here.</summary>
    public static readonly LmtpReply BadSequence = new("503 5.5.1 Bad sequence of commands");

    /// <summary>DATA or BDAT without a recipient that was accepted (RFC 2033 section 4.2).</summary>
    public static readonly LmtpReply NoRecipients = new("503 5.5.1 No valid recipients");

    /// <summary>The parameter is not supported.</summary>
    public static readonly LmtpReply UnknownParameter = new("555 5.5.4 Parameter not supported");

    /// <summary>A path with UTF-8 in it without SMTPUTF8 (RFC 6531 section 3.5).</summary>
    public static readonly LmtpReply NeedsUtf8 = new("553 5.6.7 Internationalized address without SMTPUTF8");

    /// <summary>The message is larger than announced with SIZE.</summary>
    public static readonly LmtpReply TooBig = new("552 5.3.4 Message exceeds the size limit");

    /// <summary>More recipients than one message may have.</summary>
    public static readonly LmtpReply TooManyRecipients = new("452 4.5.3 Too many recipients");

    /// <summary>More wrong commands than a session may send.</summary>
    public static readonly LmtpReply TooManyErrors = new("421 4.7.0 Too many errors, closing");

    /// <summary>The client was silent for too long.</summary>
    public static readonly LmtpReply TimedOut = new("421 4.4.2 Timeout, closing");

    /// <summary>The server stops.</summary>
    public static readonly LmtpReply ShuttingDown = new("421 4.3.2 Server is shutting down, closing");

    /// <summary>The client's network is not allowed to deliver here.</summary>
    public static readonly LmtpReply NotAllowed = new("554 5.7.1 Not allowed from your address");

    /// <summary>There is no such recipient.</summary>
    public static readonly LmtpReply UnknownRecipient = new("550 5.1.1 No such recipient here");

    /// <summary>The disk is full.</summary>
    public static readonly LmtpReply DiskFull = new("452 4.3.1 Disk is full");

    /// <summary>The account has used up what it may use; trying again may help once its owner made room (RFC 3463 X.2.2).</summary>
    public static readonly LmtpReply OverQuota = new("452 4.2.2 Mailbox is full");

    /// <summary>The account may never keep a message of that size.</summary>
    public static readonly LmtpReply LargerThanQuota = new("552 5.2.2 Message is larger than all that the mailbox may keep");

    /// <summary>The storage failed; trying again may help.</summary>
    public static readonly LmtpReply StorageFailed = new("451 4.3.0 Storage failed, try again later");

    /// <summary>The message goes round in circles.</summary>
    public static readonly LmtpReply Loop = new("554 5.4.6 Mail loop detected");
}
