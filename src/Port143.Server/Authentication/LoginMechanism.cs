using System.Security.Cryptography;

namespace Port143.Server.Authentication;

/// <summary>
/// LOGIN, which never became an RFC (draft-murchison-sasl-login) and which old clients still use: it asks for the name, then
/// for the password. An initial response is the name.
/// </summary>
public sealed class LoginMechanism : ISaslMechanism
{
    /// <summary>Its name.</summary>
    public const string Name = "LOGIN";

    private byte[]? _user;

    /// <inheritdoc/>
    public SaslStep Begin() => SaslStep.Ask("Username:"u8.ToArray());

    /// <inheritdoc/>
    public ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancel) => new(Respond(response.Span));

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_user);

    private SaslStep Respond(ReadOnlySpan<byte> response)
    {
        if (response.IsEmpty || response.Contains((byte)0))
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        if (_user is null)
        {
            _user = response.ToArray();
            return SaslStep.Ask("Password:"u8.ToArray());
        }
        return SaslStep.Done(new SaslCredentials(_user, response));
    }
}
