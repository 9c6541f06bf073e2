namespace Port143.Server.Authentication;

/// <summary>
/// One exchange of a SASL mechanism (RFC 4422): decoded bytes in, the next step out. It knows no base64 and no socket. The
/// client goes first: where it sent no initial response, the first call says so.
/// </summary>
public interface ISaslMechanism : IDisposable
{
    /// <summary>The exchange before any response: the first challenge.</summary>
    SaslStep Begin();

    /// <summary>The next response of the client, which may be the initial one; it is not kept, so the caller may zero it.</summary>
    ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancel);
}
