namespace Port143.Protocol.Imap.Commands;

/// <summary>A complete, well-formed client command (RFC 9051 section 2.2.1). One that exists is valid in form; whether it
/// makes sense in the session's state is the server's to decide.</summary>
/// <param name="Tag">The tag that the client gave it, to be repeated in the completion.</param>
public abstract record ImapCommand(string Tag);
