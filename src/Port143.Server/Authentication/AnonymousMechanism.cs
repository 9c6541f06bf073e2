using System.Text;
using System.Text.Unicode;

namespace Port143.Server.Authentication;

/// <summary>ANONYMOUS (RFC 4505): anybody may read the one account that is set for it.</summary>
internal sealed class AnonymousMechanism(SaslContext context) : ISaslMechanism
{
    /// <summary>Its name.</summary>
    public const string Name = "ANONYMOUS";

    private const int MaxTrace = 255;

    /// <inheritdoc/>
    public SaslStep Begin() => SaslStep.Ask([]);

    // message = [ email / token ], token = 1*255 characters; it is for the log and proves nothing
    /// <inheritdoc/>
    public async ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancel) =>
        response.Span.Contains((byte)0) || !Utf8.IsValid(response.Span) || Encoding.UTF8.GetCharCount(response.Span) > MaxTrace
            ? SaslStep.Fail(SaslFailure.Malformed)
            : SaslStep.Done(await context.Authenticator.AdmitAsync(
                context.AnonymousAccount!, $"anonymous:{LogText.Escape(response.Span)}", true, context.Client, cancel).ConfigureAwait(false));

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
