using Port143.Server.Authentication;

namespace Port143.Server;

/// <summary>The ways to sign in.</summary>
public sealed record SignInOptions
{
    /// <summary>Whether SCRAM is announced. Default: where it helps.</summary>
    public ScramOffer Scram { get; init; }
}
