namespace Port143.Protocol.Imap.Commands;

/// <summary>LOGIN (RFC 9051 section 6.2.3). Both arguments were strict UTF-8 on the wire.</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="User">The user name as sent.</param>
/// <param name="Password">The password as sent.</param>
public sealed record LoginCommand(string Tag, string User, string Password) : ImapCommand(Tag)
{
    /// <summary>The command without its secrets.</summary>
    public override string ToString() => $"{Tag} LOGIN";
}
