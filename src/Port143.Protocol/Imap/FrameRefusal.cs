namespace Port143.Protocol.Imap;

/// <summary>Why a command could not be read.</summary>
public enum FrameRefusal
{
    /// <summary>It could.</summary>
    None,

    /// <summary>The line is over <see cref="FramerLimits.MaxLine"/>: BAD.</summary>
    LineTooLong,

    /// <summary>A literal is over <see cref="FramerLimits.MaxLiteral"/>: NO [TOOBIG].</summary>
    LiteralTooBig,

    /// <summary>The literals together are over <see cref="FramerLimits.MaxLiteralsTotal"/>: NO [TOOBIG].</summary>
    LiteralsTooBig,

    /// <summary>There are over <see cref="FramerLimits.MaxLiterals"/>: NO [TOOBIG].</summary>
    TooManyLiterals,

    /// <summary>A line ended in LF without CR: BAD. Only CRLF ends a line, or two programs could disagree where.</summary>
    BareLineFeed,

    /// <summary>A refused command went on for longer than it is worth skipping: BYE.</summary>
    TooMuchToSkip,
}
