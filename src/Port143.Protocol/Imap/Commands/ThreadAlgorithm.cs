namespace Port143.Protocol.Imap.Commands;

/// <summary>How THREAD puts messages together.</summary>
public enum ThreadAlgorithm
{
    /// <summary>ORDEREDSUBJECT (RFC 5256): by base subject.</summary>
    OrderedSubject,

    /// <summary>REFERENCES (RFC 5256): by what the messages refer to, and by subject.</summary>
    References,

    /// <summary>REFS (draft-ietf-morg-inthread): by what the messages refer to alone; the thread with the latest message last.</summary>
    Refs,
}
