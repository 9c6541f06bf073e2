namespace Port143.Protocol.Lmtp;

/// <summary>The sender or a recipient of an envelope (RFC 5321 section 4.1.2), without source route.</summary>
/// <param name="Text">The mailbox as written, between the angle brackets; empty for the null sender.</param>
/// <param name="Address">
/// The mailbox with the quotes of its local part taken off, so <c>"jo"@example.org</c> and <c>jo@example.org</c> are the
/// same. The last <c>@</c> divides it. <c>Postmaster</c> may stand without a domain.
/// </param>
public sealed record LmtpPath(string Text, string Address)
{
    /// <summary>The sender of bounces, <c>&lt;&gt;</c>.</summary>
    public static readonly LmtpPath Null = new("", "");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
