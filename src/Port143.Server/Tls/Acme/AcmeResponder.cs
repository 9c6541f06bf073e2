namespace Port143.Server.Tls.Acme;

/// <summary>Shows proofs to the authority in one of the three ways.</summary>
internal abstract class AcmeResponder : IAsyncDisposable
{
    /// <summary>What the way is called in an authorization.</summary>
    public abstract string Type { get; }

    /// <summary>Shows a proof. Throws <see cref="AcmeException"/> when it cannot.</summary>
    public abstract Task ShowAsync(AcmeProof proof, CancellationToken cancel);

    /// <summary>Shows it no longer; never throws for what the outside can cause.</summary>
    public abstract Task HideAsync(AcmeProof proof);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The way that is configured.</summary>
    public static AcmeResponder Create(AcmeOptions options, ChallengeCertificates challenges, TimeProvider time) => options.Challenge switch
    {
        AcmeChallenge.TlsAlpn => new TlsAlpnResponder(challenges, time),
        AcmeChallenge.Dns => new DnsHookResponder(options.DnsHook ?? throw new AcmeException("acme.dns_hook is not set; dns needs a program")),
        _ => HttpResponder.Start(options.Http),
    };
}
