using System.Buffers;
using System.Text;

namespace Port143.Protocol.Lmtp;

/// <summary>
/// The server's side of one LMTP session (RFC 2033) without sockets, tasks, storage or clock: bytes go in, steps and replies
/// come out. Input may be cut anywhere; the outcome is the same. No part of a message is kept.
/// <para>
/// Extensions: PIPELINING, 8BITMIME, SMTPUTF8, SIZE, ENHANCEDSTATUSCODES, CHUNKING. What follows a refused DATA or BDAT is
/// never read as commands unless the protocol says that it is one.
/// </para>
/// </summary>
public sealed class LmtpMachine(LmtpMachineOptions options)
{
    private readonly byte[] _capabilities = Encoding.ASCII.GetBytes(
        $"250-{options.HostName}\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE {options.MaxMessageSize}\r\n"
        + "250-ENHANCEDSTATUSCODES\r\n250 CHUNKING\r\n");

    private Mode _mode;
    private LmtpLineReader _lines;
    private DotReader _dots;
    private LmtpReply? _refusal;        // of the whole session
    private LmtpReply? _messageFailure; // of the message that is being read
    private bool _started;              // the caller was told MessageBegins
    private bool _chunked;
    private bool _lastChunk;
    private long _chunkLeft;
    private int _badCommands;
    private bool _resetPending;       // the caller was not told Reset yet

    private enum Mode
    {
        Command,
        Recipient,
        Data,
        Chunk,
        Complete,
        Closed,
    }

    /// <summary>The name that the client gave with LHLO, or null.</summary>
    public string? ClientName { get; private set; }

    /// <summary>The message's MAIL command, or null outside a transaction.</summary>
    public MailCommand? Mail { get; private set; }

    /// <summary>The recipient to look up, at <see cref="LmtpStep.Recipient"/>.</summary>
    public LmtpPath Recipient { get; private set; } = LmtpPath.Null;

    /// <summary>How many recipients were accepted.</summary>
    public int RecipientCount { get; private set; }

    /// <summary>How many octets of the message were read, dot-stuffing not counted.</summary>
    public long MessageSize { get; private set; }

    /// <summary>Whether a message is being read.</summary>
    public bool InMessage => _mode is Mode.Data or Mode.Chunk || _started;

    /// <summary>Writes the greeting (RFC 5321 section 4.3.1). To be called once, first.</summary>
    public void Greet(IBufferWriter<byte> output) =>
        output.Write(Encoding.ASCII.GetBytes($"220 {options.HostName} LMTP Port143\r\n"));

    /// <summary>
    /// Refuses the whole session: writes <paramref name="reply"/> in place of the greeting, and for every command but QUIT
    /// (RFC 5321 section 3.1).
    /// </summary>
    public void RefuseSession(LmtpReply reply, IBufferWriter<byte> output)
    {
        _refusal = reply;
        reply.WriteTo(output);
    }

    /// <summary>
    /// Goes on until something is wanted of the caller. Takes what it used off <paramref name="input"/>;
    /// <paramref name="data"/> is a slice of it at <see cref="LmtpStep.MessageData"/>. Replies go to <paramref name="output"/>.
    /// </summary>
    public LmtpStep Next(ref ReadOnlySpan<byte> input, IBufferWriter<byte> output, out ReadOnlySpan<byte> data)
    {
        data = default;
        while (true)
        {
            LmtpStep? step = _mode switch
            {
                Mode.Command => ReadCommand(ref input, output),
                Mode.Data => ReadData(ref input, output, out data),
                Mode.Chunk => ReadChunk(ref input, output, out data),
                Mode.Closed => LmtpStep.Close,
                _ => throw new InvalidOperationException("The last step was not answered."),
            };
            if (step is { } wanted)
            {
                return wanted;
            }
        }
    }

    /// <summary>Accepts the recipient that was asked about.</summary>
    public void AcceptRecipient(IBufferWriter<byte> output)
    {
        Expect(Mode.Recipient);
        RecipientCount++;
        LmtpReplies.RecipientOk.WriteTo(output);
        _mode = Mode.Command;
    }

    /// <summary>Refuses the recipient that was asked about.</summary>
    public void RefuseRecipient(LmtpReply reply, IBufferWriter<byte> output)
    {
        Expect(Mode.Recipient);
        reply.WriteTo(output);
        _mode = Mode.Command;
    }

    /// <summary>
    /// Says that the message being read cannot be taken; the rest of it is read and dropped, and every recipient gets
    /// <paramref name="reply"/>. No <see cref="LmtpStep.MessageAborted"/> follows.
    /// </summary>
    public void FailMessage(LmtpReply reply)
    {
        _messageFailure = reply;
        _started = false;
    }

    /// <summary>Answers a complete message: one reply for each accepted recipient, in their order (RFC 2033 section 4.2).</summary>
    public void EndMessage(ReadOnlySpan<LmtpReply> replies, IBufferWriter<byte> output)
    {
        Expect(Mode.Complete);
        if (replies.Length != RecipientCount)
        {
            throw new ArgumentException($"{RecipientCount} recipients need as many replies, not {replies.Length}.", nameof(replies));
        }
        foreach (LmtpReply reply in replies)
        {
            reply.WriteTo(output);
        }
        Clear();
        _mode = Mode.Command;
    }

    private LmtpStep? ReadCommand(ref ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        if (_resetPending)
        {
            _resetPending = false;
            Clear();
            return LmtpStep.Reset;
        }
        LmtpLine kind = _lines.Read(ref input, out ReadOnlySpan<byte> line);
        switch (kind)
        {
            case LmtpLine.Incomplete:
                return LmtpStep.NeedInput;
            case LmtpLine.TooLong:
                return Bad(LmtpReplies.LineTooLong, output);
            case LmtpLine.BareControl:
                return Bad(LmtpReplies.BareCrLf, output);
        }
        LmtpVerb verb = LmtpVerbs.Read(line, out ReadOnlySpan<byte> arguments);
        if (_refusal is not null && verb != LmtpVerb.Quit)
        {
            return Bad(_refusal, output);
        }
        switch (verb)
        {
            case LmtpVerb.Lhlo:
                return Lhlo(arguments, output);
            case LmtpVerb.Helo:
                return Bad(LmtpReplies.NotSmtp, output);
            case LmtpVerb.Mail:
                return MailFrom(arguments, output);
            case LmtpVerb.Rcpt:
                return RcptTo(arguments, output);
            case LmtpVerb.Data:
                return Data(line.Length > 4, output);
            case LmtpVerb.Bdat:
                return Bdat(arguments, output);
            case LmtpVerb.Rset when line.Length == 4:
                return EndTransaction(LmtpReplies.Ok, output);
            case LmtpVerb.Noop:
                LmtpReplies.Ok.WriteTo(output);
                return null;
            case LmtpVerb.Help:
                LmtpReplies.Help.WriteTo(output);
                return null;
            case LmtpVerb.Vrfy when !arguments.IsEmpty:
                LmtpReplies.CannotVerify.WriteTo(output);
                return null;
            case LmtpVerb.Quit when line.Length == 4:
                LmtpReplies.Bye.WriteTo(output);
                _mode = Mode.Closed;
                return _started ? LmtpStep.MessageAborted : null;
            case LmtpVerb.Unknown:
                return Bad(LmtpReplies.UnknownCommand, output);
            default:
                return Bad(LmtpReplies.BadArguments, output);
        }
    }

    private LmtpStep? Lhlo(ReadOnlySpan<byte> arguments, IBufferWriter<byte> output)
    {
        if (!LhloGrammar.TryRead(arguments, out string? name))
        {
            return Bad(LmtpReplies.BadArguments, output);
        }
        ClientName = name;
        output.Write(_capabilities);
        return EndTransaction(null, output);
    }

    private LmtpStep? MailFrom(ReadOnlySpan<byte> arguments, IBufferWriter<byte> output)
    {
        if (ClientName is null || Mail is not null)
        {
            return Bad(LmtpReplies.BadSequence, output);
        }
        if (MailGrammar.Read(arguments, out MailCommand? mail) is { } refusal)
        {
            return Bad(refusal, output);
        }
        if (mail!.Size > options.MaxMessageSize)
        {
            LmtpReplies.TooBig.WriteTo(output);
            return null;
        }
        Mail = mail;
        LmtpReplies.SenderOk.WriteTo(output);
        return null;
    }

    private LmtpStep? RcptTo(ReadOnlySpan<byte> arguments, IBufferWriter<byte> output)
    {
        if (Mail is null || _chunked)
        {
            return Bad(LmtpReplies.BadSequence, output);
        }
        if (RcptGrammar.Read(arguments, Mail.IsUtf8, out LmtpPath recipient) is { } refusal)
        {
            return Bad(refusal, output);
        }
        if (RecipientCount >= options.MaxRecipients)
        {
            LmtpReplies.TooManyRecipients.WriteTo(output);
            return null;
        }
        Recipient = recipient;
        _mode = Mode.Recipient;
        return LmtpStep.Recipient;
    }

    private LmtpStep? Data(bool hasArguments, IBufferWriter<byte> output)
    {
        if (hasArguments)
        {
            return Bad(LmtpReplies.BadArguments, output);
        }
        if (Mail is null || _chunked)
        {
            return Bad(LmtpReplies.BadSequence, output);
        }
        if (RecipientCount == 0)
        {
            LmtpReplies.NoRecipients.WriteTo(output);
            return null;
        }
        LmtpReplies.StartMail.WriteTo(output);
        _dots = default;
        _mode = Mode.Data;
        _started = true;
        return LmtpStep.MessageBegins;
    }

    private LmtpStep? Bdat(ReadOnlySpan<byte> arguments, IBufferWriter<byte> output)
    {
        if (!BdatGrammar.TryRead(arguments, out long size, out bool last))
        {
            // The octets of the chunk would be read as commands: there is no way to go on.
            LmtpReplies.BadChunk.WriteTo(output);
            _mode = Mode.Closed;
            return _started ? LmtpStep.MessageAborted : null;
        }
        _chunkLeft = size;
        _lastChunk = last;
        _mode = Mode.Chunk;
        if (_chunked)
        {
            return null;
        }
        _chunked = true;
        if (Mail is null || RecipientCount == 0)
        {
            _messageFailure = Mail is null ? LmtpReplies.BadSequence : LmtpReplies.NoRecipients;
            return null;
        }
        _started = true;
        return LmtpStep.MessageBegins;
    }

    private LmtpStep? ReadData(ref ReadOnlySpan<byte> input, IBufferWriter<byte> output, out ReadOnlySpan<byte> data)
    {
        data = default;
        while (!input.IsEmpty)
        {
            if (_dots.Read(ref input, out data))
            {
                return CompleteMessage(output);
            }
            if (Take(ref data) is { } step)
            {
                return step;
            }
        }
        return LmtpStep.NeedInput;
    }

    private LmtpStep? ReadChunk(ref ReadOnlySpan<byte> input, IBufferWriter<byte> output, out ReadOnlySpan<byte> data)
    {
        data = default;
        if (_chunkLeft > 0)
        {
            if (input.IsEmpty)
            {
                return LmtpStep.NeedInput;
            }
            int length = (int)Math.Min(_chunkLeft, input.Length);
            data = input[..length];
            input = input[length..];
            _chunkLeft -= length;
            return Take(ref data);
        }
        if (RecipientCount == 0)
        {
            // One reply to each BDAT; with LAST the failed transaction ends.
            _messageFailure!.WriteTo(output);
            _mode = Mode.Command;
            _resetPending = _lastChunk || Mail is null;
            return null;
        }
        if (_lastChunk)
        {
            return CompleteMessage(output);
        }
        (_messageFailure ?? LmtpReplies.ChunkOk).WriteTo(output);
        _mode = Mode.Command;
        return null;
    }

    // Counts a slice and decides whether the caller gets it.
    private LmtpStep? Take(ref ReadOnlySpan<byte> data)
    {
        MessageSize += data.Length;
        if (_messageFailure is not null || data.IsEmpty)
        {
            data = default;
            return null;
        }
        if (MessageSize <= options.MaxMessageSize)
        {
            return LmtpStep.MessageData;
        }
        data = default;
        _messageFailure = LmtpReplies.TooBig;
        _started = false;
        return LmtpStep.MessageAborted;
    }

    private LmtpStep? CompleteMessage(IBufferWriter<byte> output)
    {
        if (_messageFailure is not null)
        {
            for (int i = 0; i < RecipientCount; i++)
            {
                _messageFailure.WriteTo(output);
            }
            _mode = Mode.Command;
            _resetPending = true;
            return null;
        }
        _mode = Mode.Complete;
        _started = false;
        return LmtpStep.MessageComplete;
    }

    private LmtpStep? EndTransaction(LmtpReply? reply, IBufferWriter<byte> output)
    {
        reply?.WriteTo(output);
        bool started = _started;
        _started = false;
        if (started)
        {
            _resetPending = true;
            return LmtpStep.MessageAborted;
        }
        bool any = Mail is not null;
        Clear();
        return any ? LmtpStep.Reset : null;
    }

    private LmtpStep? Bad(LmtpReply reply, IBufferWriter<byte> output)
    {
        if (++_badCommands > options.MaxBadCommands)
        {
            LmtpReplies.TooManyErrors.WriteTo(output);
            _mode = Mode.Closed;
            return _started ? LmtpStep.MessageAborted : null;
        }
        reply.WriteTo(output);
        return null;
    }

    private void Clear()
    {
        Mail = null;
        Recipient = LmtpPath.Null;
        RecipientCount = 0;
        MessageSize = 0;
        _messageFailure = null;
        _started = false;
        _chunked = false;
        _lastChunk = false;
    }

    private void Expect(Mode mode)
    {
        if (_mode != mode)
        {
            throw new InvalidOperationException($"The session is at {_mode}, not {mode}.");
        }
    }
}
