namespace Port143.Server.Authentication;

/// <summary>What a mechanism wants after a response: another one, or nothing more because it has an end.</summary>
public readonly struct SaslStep
{
    private SaslStep(ReadOnlyMemory<byte>? challenge, SaslCredentials? credentials, SaslFailure failure)
    {
        Challenge = challenge;
        Credentials = credentials;
        Failure = failure;
    }

    /// <summary>The challenge to send, not yet in base64; null at the end.</summary>
    public ReadOnlyMemory<byte>? Challenge { get; }

    /// <summary>The credentials to check; null while it goes on and when it failed. The receiver disposes of them.</summary>
    public SaslCredentials? Credentials { get; }

    /// <summary>Why it failed.</summary>
    public SaslFailure Failure { get; }

    internal static SaslStep Ask(byte[] challenge) => new((ReadOnlyMemory<byte>?)challenge, null, SaslFailure.None);

    internal static SaslStep Done(SaslCredentials credentials) => new(null, credentials, SaslFailure.None);

    internal static SaslStep Fail(SaslFailure failure) => new(null, null, failure);
}
