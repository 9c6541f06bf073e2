namespace Port143.Protocol.Imap.Commands;

/// <summary>AUTHENTICATE (RFC 9051 section 6.2.2). The lines of the exchange that follows are not commands: the framer
/// delivers them raw.</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mechanism">The SASL mechanism, in capitals.</param>
/// <param name="InitialResponse">The initial response as sent: base64, or <c>=</c> for an empty one; null when there is none.
/// The session decodes it strictly, as it does the lines that follow.</param>
public sealed record AuthenticateCommand(string Tag, string Mechanism, byte[]? InitialResponse) : ImapCommand(Tag)
{
    /// <summary>The command without its secret.</summary>
    public override string ToString() => $"{Tag} AUTHENTICATE {Mechanism}";
}
