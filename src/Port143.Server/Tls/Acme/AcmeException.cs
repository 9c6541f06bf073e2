namespace Port143.Server.Tls.Acme;

/// <summary>No certificate could be got. The message is a sentence for the administrator.</summary>
public sealed class AcmeException : Exception
{
    internal AcmeException(string message, TimeSpan? retryAfter = null, Exception? cause = null)
        : base(message, cause) => RetryAfter = retryAfter;

    /// <summary>How long the authority asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; }
}
