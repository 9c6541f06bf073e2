using System.Buffers;

namespace Port143.Protocol.Imap;

/// <summary>
/// Cuts a client's input into commands. It knows lines and literals, nothing else: no socket, no clock, no task. Call
/// <see cref="Read"/> in a loop; whatever the pieces are in which the input comes, the steps are the same.
/// </summary>
/// <remarks>
/// A command is gathered in a pooled buffer that grows as bytes arrive, never by what a client announces, and that is given
/// back, wiped, as soon as nothing is left to gather: an idle connection holds nothing. The messages of APPEND are not
/// gathered but handed on in slices of the input.
/// </remarks>
public sealed class ImapFramer : IDisposable
{
    private const int FirstBuffer = 512;
    private const int TailLength = 40;

    private byte[] _buffer = [];
    private int _length;
    private int _lineStart;
    private int _lineBytes;
    private int _literals;
    private int _literalBytes;
    private int[] _bodyOffsets = [];
    private int _bodies;
    private State _state;
    private long _remaining;
    private int _rawMax;
    private bool _delivered;
    private bool _skipSeesLiterals;
    private int _skipped;
    private bool _inputBehindAnnouncement;
    private LiteralAnnouncement _announced;

    private enum State
    {
        Line,
        Literal,
        BodyDecision,
        Body,
        SkipLine,
        SkipLiteral,
        Closed,
    }

    /// <summary>Makes a framer with the limits that hold before sign-in.</summary>
    public ImapFramer() => Limits = FramerLimits.PreAuth;

    /// <summary>The limits; change them between commands.</summary>
    public FramerLimits Limits { get; set; }

    /// <summary>Whether a message may be streamed: only after sign-in. Else APPEND's literal is one like any other.</summary>
    public bool BodiesAllowed { get; set; }

    /// <summary>
    /// The command or raw line without its CRLF; at <see cref="FrameStep.BodyLiteral"/> the command so far. Literals stand in
    /// it as they came; of a message only the announcement does, with its CRLF. Valid until the next <see cref="Read"/>.
    /// </summary>
    public ReadOnlySpan<byte> Message => _buffer.AsSpan(0, _length);

    /// <summary>For each message of APPEND the offset in <see cref="Message"/> just behind its announcement.</summary>
    public ReadOnlySpan<int> BodyOffsets => _bodyOffsets.AsSpan(0, _bodies);

    /// <summary>The number of the message being announced or read, from 0.</summary>
    public int BodyIndex => _bodies - 1;

    /// <summary>The size of the message being announced or read.</summary>
    public long BodySize => _announced.Size;

    /// <summary>Whether the message announced is a literal8, which may hold NUL.</summary>
    public bool BodyIsBinary => _announced.Binary;

    /// <summary>Whether the client waits for a continuation before it sends the message.</summary>
    public bool BodyIsSynchronizing => _announced.Synchronizing;

    /// <summary>Why the last command was refused.</summary>
    public FrameRefusal Refusal { get; private set; }

    /// <summary>The tag of the command refused, or null when it has none that is safe to repeat.</summary>
    public string? RefusedTag { get; private set; }

    /// <summary>
    /// Whether the connection must be closed, because it is unknown where the next command begins: the client sent a
    /// literal that it was to wait with, or one too long to skip. Further input is discarded.
    /// </summary>
    public bool MustClose => _state == State.Closed;

    /// <summary>Whether a pooled buffer is held.</summary>
    public bool HoldsBuffer => _buffer.Length > 0;

    /// <summary>Reads on. <paramref name="input"/> loses what was consumed.</summary>
    /// <param name="input">What has arrived and was not consumed yet.</param>
    /// <param name="data">At <see cref="FrameStep.BodyData"/> some octets of the message: a slice of the input.</param>
    public FrameStep Read(ref ReadOnlySequence<byte> input, out ReadOnlySequence<byte> data)
    {
        data = default;
        if (_delivered)
        {
            ForgetMessage();
        }
        while (true)
        {
            FrameStep? step = _state switch
            {
                State.Line => ReadLine(ref input),
                State.Literal => ReadLiteral(ref input),
                State.Body => ReadBody(ref input, out data),
                State.SkipLine => SkipLine(ref input),
                State.SkipLiteral => SkipLiteral(ref input),
                State.Closed => Discard(ref input),
                _ => throw new InvalidOperationException("Decide on the body first: AcceptBody or RefuseBody."),
            };
            if (step is { } found)
            {
                if (found == FrameStep.NeedInput && _length == 0)
                {
                    ReleaseBuffer();
                }
                return found;
            }
        }
    }

    /// <summary>
    /// Makes the next line a raw one, delivered as <see cref="FrameStep.LineComplete"/> without looking into it: a line of a
    /// SASL exchange, or DONE.
    /// </summary>
    /// <param name="maxLength">Its longest length without CRLF.</param>
    public void ExpectRawLine(int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        _rawMax = maxLength;
    }

    /// <summary>Whether no command is being gathered.</summary>
    public bool IsBetweenCommands => _state == State.Line && (_delivered || _length == 0);

    /// <summary>
    /// Gives the buffer back when no command is being gathered: call it before waiting for input, so that an idle
    /// connection holds nothing. <see cref="Message"/> of a command that was delivered is gone after it.
    /// </summary>
    public void ReleaseWhenIdle()
    {
        if (_delivered)
        {
            ForgetMessage();
        }
        if (_length == 0)
        {
            ReleaseBuffer();
        }
    }

    /// <summary>
    /// Ends the command at <see cref="FrameStep.ContinuationWanted"/>. The client must not send the literal now; it gets a
    /// tagged NO. False when it has sent something already: close the connection.
    /// </summary>
    public bool Refuse()
    {
        if (_state != State.Literal)
        {
            throw new InvalidOperationException("No literal is waiting for a continuation.");
        }
        AbandonLiteral();
        return !MustClose;
    }

    /// <summary>Takes the message announced.</summary>
    public void AcceptBody()
    {
        ThrowUnlessDeciding();
        _remaining = _announced.Size;
        _state = State.Body;
    }

    /// <summary>
    /// Ends the command at <see cref="FrameStep.BodyLiteral"/>. A synchronizing literal will not be sent; a
    /// non-synchronizing one is skipped with everything else of the command. False when the connection must be closed.
    /// </summary>
    public bool RefuseBody()
    {
        ThrowUnlessDeciding();
        AbandonLiteral();
        return !MustClose;
    }

    /// <summary>Forgets everything that was read, as at a change of security layer.</summary>
    public void Reset()
    {
        ForgetMessage();
        ReleaseBuffer();
        _state = State.Line;
        _rawMax = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private FrameStep? ReadLine(ref ReadOnlySequence<byte> input)
    {
        if (input.IsEmpty)
        {
            return FrameStep.NeedInput;
        }
        int allowed = (_rawMax > 0 ? _rawMax : Limits.MaxLine) + 2 - _lineBytes;
        bool ended = TakeLine(ref input, allowed, out ReadOnlySequence<byte> piece, out bool tooLong);
        Append(piece);
        _lineBytes += (int)piece.Length;
        if (tooLong)
        {
            return RefuseLine(FrameRefusal.LineTooLong, skip: true, ref input);
        }
        if (!ended)
        {
            return FrameStep.NeedInput;
        }
        if (_length - _lineStart < 2 || _buffer[_length - 2] != '\r')
        {
            return RefuseLine(FrameRefusal.BareLineFeed, skip: false, ref input);
        }
        if (_rawMax > 0)
        {
            _rawMax = 0;
            return Deliver(FrameStep.LineComplete);
        }
        if (LiteralAnnouncement.TryParseAtEnd(_buffer.AsSpan(_lineStart, _length - 2 - _lineStart), out _announced))
        {
            _announced = _announced with { Start = _announced.Start + _lineStart };
            return BeginLiteral(ref input);
        }
        if (_length == 2)
        {
            // An empty line between commands; some clients send one after a literal.
            ForgetMessage();
            return null;
        }
        return Deliver(FrameStep.MessageComplete);
    }

    private FrameStep? BeginLiteral(ref ReadOnlySequence<byte> input)
    {
        bool isBody = BodiesAllowed && (_bodies > 0
            ? !AppendHeadScanner.IsUrl(Message[..Math.Min(_announced.Start, _length)])
            : AppendHeadScanner.IsMessage(Message, _announced.Start));
        _inputBehindAnnouncement = !input.IsEmpty;
        FrameRefusal refusal =
            ++_literals > Limits.MaxLiterals ? FrameRefusal.TooManyLiterals
            : isBody ? FrameRefusal.None
            : _announced.Size > Limits.MaxLiteral ? FrameRefusal.LiteralTooBig
            : _announced.Size > Limits.MaxLiteralsTotal - _literalBytes ? FrameRefusal.LiteralsTooBig
            : FrameRefusal.None;
        if (refusal != FrameRefusal.None)
        {
            Refusal = refusal;
            RefusedTag = ReadTag();
            AbandonLiteral();
            return FrameStep.Refused;
        }
        if (isBody)
        {
            if (_bodies == _bodyOffsets.Length)
            {
                Array.Resize(ref _bodyOffsets, Math.Max(4, _bodies * 2));
            }
            _bodyOffsets[_bodies++] = _length;
            _lineStart = _length;
            _state = State.BodyDecision;
            return FrameStep.BodyLiteral;
        }
        _remaining = _announced.Size;
        _literalBytes += (int)_announced.Size;
        _state = State.Literal;
        return _announced.Synchronizing ? FrameStep.ContinuationWanted : null;
    }

    private FrameStep? ReadLiteral(ref ReadOnlySequence<byte> input)
    {
        Append(Take(ref input));
        if (_remaining > 0)
        {
            return FrameStep.NeedInput;
        }
        _lineStart = _length;
        _state = State.Line;
        return null;
    }

    private FrameStep? ReadBody(ref ReadOnlySequence<byte> input, out ReadOnlySequence<byte> data)
    {
        data = default;
        if (_remaining == 0)
        {
            _state = State.Line;
            return FrameStep.BodyEnd;
        }
        if (input.IsEmpty)
        {
            return FrameStep.NeedInput;
        }
        data = Take(ref input);
        return FrameStep.BodyData;
    }

    // The end of the skipped line is kept in the buffer: it may announce a literal that has to be skipped as well.
    private FrameStep? SkipLine(ref ReadOnlySequence<byte> input)
    {
        if (input.IsEmpty)
        {
            return FrameStep.NeedInput;
        }
        bool ended = TakeLine(ref input, Limits.MaxSkippedLine - _skipped, out ReadOnlySequence<byte> piece, out bool tooLong);
        _skipped += (int)piece.Length;
        if (tooLong)
        {
            return GiveUp();
        }
        KeepTail(piece);
        if (!ended)
        {
            return FrameStep.NeedInput;
        }
        return AnnouncesUnwanted(out long size) ? SkipAnother(size) : SkipIsOver();
    }

    private FrameStep? SkipLiteral(ref ReadOnlySequence<byte> input)
    {
        Take(ref input);
        if (_remaining > 0)
        {
            return FrameStep.NeedInput;
        }
        _state = State.SkipLine;
        return null;
    }

    private FrameStep? SkipAnother(long size)
    {
        if (size > Limits.MaxSkippedLiteral || ++_literals > Limits.MaxLiterals)
        {
            return GiveUp();
        }
        _length = 0;
        _remaining = size;
        _state = State.SkipLiteral;
        return null;
    }

    private FrameStep? SkipIsOver()
    {
        ForgetMessage();
        _state = State.Line;
        return null;
    }

    private FrameStep GiveUp()
    {
        Refusal = FrameRefusal.TooMuchToSkip;
        RefusedTag = null;
        ForgetMessage();
        _state = State.Closed;
        return FrameStep.Refused;
    }

    private FrameStep? Discard(ref ReadOnlySequence<byte> input)
    {
        input = input.Slice(input.End);
        ForgetMessage();
        return FrameStep.NeedInput;
    }

    private FrameStep Deliver(FrameStep step)
    {
        _length -= 2;
        _delivered = true;
        return step;
    }

    private FrameStep RefuseLine(FrameRefusal refusal, bool skip, ref ReadOnlySequence<byte> input)
    {
        bool raw = _rawMax > 0;
        _rawMax = 0;
        Refusal = refusal;
        RefusedTag = raw ? null : ReadTag();
        // Behind "{5+}" LF a literal may follow or not, as the client's author thought; nobody can tell.
        bool unclear = !skip && !raw && _buffer.AsSpan(0, _length).EndsWith("+}\n"u8);
        KeepTail(default);
        int tail = _length;
        ForgetMessage();
        _skipSeesLiterals = !raw;
        if (skip)
        {
            _length = tail;
            _state = State.SkipLine;
        }
        else if (unclear)
        {
            _state = State.Closed;
        }
        return FrameStep.Refused;
    }

    // The command ends at the announcement of a literal that is not wanted.
    private void AbandonLiteral()
    {
        LiteralAnnouncement announced = _announced;
        bool clientDidNotWait = announced.Synchronizing && _inputBehindAnnouncement;
        ForgetMessage();
        _skipSeesLiterals = true;
        if (clientDidNotWait || !announced.Synchronizing && announced.Size > Limits.MaxSkippedLiteral)
        {
            _state = State.Closed;
        }
        else if (announced.Synchronizing)
        {
            _state = State.Line;
        }
        else
        {
            _remaining = announced.Size;
            _state = State.SkipLiteral;
        }
    }

    private bool AnnouncesUnwanted(out long size)
    {
        size = 0;
        ReadOnlySpan<byte> line = _buffer.AsSpan(0, _length).TrimEnd("\r\n"u8);
        if (!_skipSeesLiterals || !line.EndsWith("+}"u8))
        {
            return false;
        }
        bool known = LiteralAnnouncement.TryParseAtEnd(line, out LiteralAnnouncement announced);
        size = known && _buffer.AsSpan(0, _length).EndsWith("\r\n"u8) ? announced.Size : long.MaxValue;
        return known || LiteralAnnouncement.MayBeCutOff(line);
    }

    /// <summary>Takes off the input what belongs to the line, its LF included, but no more than is allowed.</summary>
    private static bool TakeLine(
        ref ReadOnlySequence<byte> input, int allowed, out ReadOnlySequence<byte> piece, out bool tooLong)
    {
        SequencePosition? feed = input.PositionOf((byte)'\n');
        piece = feed is { } at ? input.Slice(0, input.GetPosition(1, at)) : input;
        tooLong = piece.Length > allowed;
        if (tooLong)
        {
            piece = piece.Slice(0, allowed);
        }
        input = input.Slice(piece.End);
        return feed is not null && !tooLong;
    }

    private ReadOnlySequence<byte> Take(ref ReadOnlySequence<byte> input)
    {
        ReadOnlySequence<byte> piece = input.Slice(0, Math.Min(_remaining, input.Length));
        _remaining -= piece.Length;
        input = input.Slice(piece.End);
        return piece;
    }

    private string? ReadTag()
    {
        ReadOnlySpan<byte> start = _buffer.AsSpan(0, _length);
        int blank = start.IndexOf((byte)' ');
        return blank > 0 && Grammar.TagGrammar.IsValid(start[..blank]) ? System.Text.Encoding.ASCII.GetString(start[..blank]) : null;
    }

    private void KeepTail(ReadOnlySequence<byte> piece)
    {
        if (piece.Length > TailLength)
        {
            piece = piece.Slice(piece.Length - TailLength);
        }
        Append(piece);
        int surplus = _length - TailLength;
        if (surplus > 0)
        {
            _buffer.AsSpan(surplus, TailLength).CopyTo(_buffer);
            _length = TailLength;
        }
    }

    private void Append(ReadOnlySequence<byte> piece)
    {
        int wanted = checked(_length + (int)piece.Length);
        if (wanted > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBuffer, Math.Max(wanted, _length * 2)));
            int kept = _length;
            _buffer.AsSpan(0, kept).CopyTo(larger);
            ReleaseBuffer();
            _buffer = larger;
        }
        piece.CopyTo(_buffer.AsSpan(_length));
        _length = wanted;
    }

    private void ForgetMessage()
    {
        _delivered = false;
        _length = _lineStart = _lineBytes = 0;
        _literals = _literalBytes = 0;
        _bodies = 0;
        _skipped = 0;
    }

    // Commands hold passwords and mail: nothing is left behind for the pool's next customer.
    private void ReleaseBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = [];
        }
    }

    private void ThrowUnlessDeciding()
    {
        if (_state != State.BodyDecision)
        {
            throw new InvalidOperationException("No body is waiting for a decision.");
        }
    }
}
