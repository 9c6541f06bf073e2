namespace Port143.Server.Authentication;

/// <summary>What a mechanism wants after a response: another one, or nothing more because it has an end.</summary>
public readonly struct SaslStep
{
    /// <summary>The challenge to send, not yet in base64; null at the end.</summary>
    public ReadOnlyMemory<byte>? Challenge { get; private init; }

    /// <summary>A name and a password to check; the receiver disposes of them.</summary>
    public SaslCredentials? Credentials { get; private init; }

    /// <summary>What came of it, where the mechanism found that out itself.</summary>
    public SignInResult? Result { get; private init; }

    /// <summary>Why it failed.</summary>
    public SaslFailure Failure { get; private init; }

    internal static SaslStep Ask(byte[] challenge) => new() { Challenge = challenge };

    internal static SaslStep Done(SaslCredentials credentials) => new() { Credentials = credentials };

    internal static SaslStep Done(SignInResult result) => new() { Result = result };

    internal static SaslStep Fail(SaslFailure failure) => new() { Failure = failure };
}
