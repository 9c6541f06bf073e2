using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>
/// PLAIN (RFC 4616). The client may not act for another: the authorization identity is empty or the same account.
/// </summary>
public sealed class PlainMechanism : ISaslMechanism
{
    /// <summary>Its name.</summary>
    public const string Name = "PLAIN";

    /// <inheritdoc/>
    public SaslStep Begin() => SaslStep.Ask([]);

    /// <inheritdoc/>
    public ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancel) => new(Respond(response.Span));

    // message = [authzid] UTF8NUL authcid UTF8NUL passwd (RFC 4616 section 2)
    private static SaslStep Respond(ReadOnlySpan<byte> response)
    {
        int first = response.IndexOf((byte)0);
        if (first < 0)
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        ReadOnlySpan<byte> actsFor = response[..first];
        ReadOnlySpan<byte> rest = response[(first + 1)..];
        int second = rest.IndexOf((byte)0);
        if (second < 1 || second == rest.Length - 1 || rest[(second + 1)..].Contains((byte)0))
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        ReadOnlySpan<byte> user = rest[..second];
        return actsFor.IsEmpty || IsSame(actsFor, user)
            ? SaslStep.Done(new SaslCredentials(user, rest[(second + 1)..]))
            : SaslStep.Fail(SaslFailure.ActsForAnother);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static bool IsSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.SequenceEqual(other)
        || AccountAddress.TryCreate(one, out AccountAddress? first, out _)
        && AccountAddress.TryCreate(other, out AccountAddress? second, out _)
        && first.Equals(second);
}
