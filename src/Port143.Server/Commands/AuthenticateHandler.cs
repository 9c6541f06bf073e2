using System.Buffers.Text;
using System.Security.Cryptography;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Authentication;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>AUTHENTICATE (RFC 9051 section 6.2.2) with an initial response (RFC 4959).</summary>
internal static class AuthenticateHandler
{
    /// <summary>The longest line of an exchange: a token of 16 KiB and what belongs to it, in base64.</summary>
    private const int MaxLine = 32 * 1024;

    public static async ValueTask<CommandResult> RunAsync(ImapSession session, AuthenticateCommand command, CancellationToken cancel)
    {
        using ISaslMechanism? mechanism = SaslMechanisms.Create(command.Mechanism, session.Sasl);
        if (mechanism is null)
        {
            return CommandResult.No("That mechanism is not known; CAPABILITY lists those that are", ResponseCode.Cannot);
        }
        if (!session.MaySendPassword)
        {
            return SignIn.RefuseCleartext(session);
        }
        SaslStep step;
        if (command.InitialResponse is { } initial)
        {
            if (await RespondAsync(mechanism, initial.AsSpan().SequenceEqual("="u8) ? [] : initial, cancel).ConfigureAwait(false) is not { } first)
            {
                return CommandResult.Bad("The initial response is not valid base64");
            }
            step = first;
        }
        else
        {
            step = mechanism.Begin();
        }
        while (step.Challenge is { } challenge)
        {
            WriteChallenge(session.Writer, challenge.Span);
            byte[]? line = await session.ReadLineAsync(MaxLine).ConfigureAwait(false);
            if (line is null)
            {
                return CommandResult.Bad("The response is broken or too long");
            }
            if (line.AsSpan().SequenceEqual("*"u8))
            {
                return CommandResult.Bad("AUTHENTICATE cancelled");
            }
            if (await RespondAsync(mechanism, line, cancel).ConfigureAwait(false) is not { } next)
            {
                return CommandResult.Bad("The response is not valid base64");
            }
            step = next;
        }
        if (step.Result is { } result)
        {
            return SignIn.Finish(session, result);
        }
        using SaslCredentials? credentials = step.Credentials;
        return credentials is not null
            ? await SignIn.RunAsync(session, credentials.User.ToArray(), credentials.Password.ToArray(), cancel).ConfigureAwait(false)
            : step.Failure switch
            {
                SaslFailure.ActsForAnother => CommandResult.No("You cannot act for another account", ResponseCode.AuthorizationFailed),
                SaslFailure.ChannelBinding => CommandResult.No(
                    "The sign-in is bound to another TLS connection than this, or somebody on the line changed what we announce",
                    ResponseCode.AuthenticationFailed),
                _ => CommandResult.Bad("The response breaks the rules of the mechanism"),
            };
    }

    // Null when it is not base64.
    private static async ValueTask<SaslStep?> RespondAsync(ISaslMechanism mechanism, byte[] base64, CancellationToken cancel)
    {
        byte[] response = new byte[StrictBase64.MaxDecodedLength(base64.Length)];
        try
        {
            return StrictBase64.TryDecode(base64, response, out int length)
                ? await mechanism.RespondAsync(response.AsMemory(0, length), cancel).ConfigureAwait(false)
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(response);
            CryptographicOperations.ZeroMemory(base64);
        }
    }

    private static void WriteChallenge(ResponseWriter writer, ReadOnlySpan<byte> challenge)
    {
        Span<byte> base64 = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(challenge.Length)];
        Base64.EncodeToUtf8(challenge, base64, out _, out int length);
        writer.Raw("+ "u8).Raw(base64[..length]).CrLf();
    }
}
