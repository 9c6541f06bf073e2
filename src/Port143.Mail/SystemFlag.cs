namespace Port143.Mail;

/// <summary>The system flags (RFC 9051 section 2.3.2). The numbers are bit positions on disk: never change them.</summary>
public enum SystemFlag
{
    /// <summary><c>\Answered</c></summary>
    Answered = 0,

    /// <summary><c>\Flagged</c></summary>
    Flagged = 1,

    /// <summary><c>\Deleted</c></summary>
    Deleted = 2,

    /// <summary><c>\Seen</c></summary>
    Seen = 3,

    /// <summary><c>\Draft</c></summary>
    Draft = 4,
}
