using System.Security.Cryptography;
using Port143.Protocol.Imap;
using Port143.Server.Authentication;
using Port143.Server.Referrals;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>What LOGIN and AUTHENTICATE share: from a name and a password to a session of an account.</summary>
internal static class SignIn
{
    /// <summary>The refusal of passwords that anybody on the line could read.</summary>
    public static CommandResult RefuseCleartext(ImapSession session)
    {
        ServerLog.PasswordExposed(session.Services.Log, session.Listener, session.Client);
        return CommandResult.No("Use STARTTLS or port 993 first: a password is not accepted without TLS", ResponseCode.PrivacyRequired);
    }

    /// <summary>Signs in; <paramref name="password"/> is zeroed.</summary>
    public static async ValueTask<CommandResult> RunAsync(
        ImapSession session, ReadOnlyMemory<byte> user, Memory<byte> password, CancellationToken cancel)
    {
        SignInResult result;
        try
        {
            result = await session.Services.Authenticator.SignInAsync(
                user.Span, password.Span, session.Sasl.Client, cancel)
                .ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password.Span);
        }
        return Finish(session, result);
    }

    /// <summary>Turns what came of a sign-in into the session of an account and the answer.</summary>
    public static CommandResult Finish(ImapSession session, SignInResult result) => result.Outcome switch
    {
        // RFC 2221 section 6: only to who has proved that the account is his.
        SignInOutcome.Success when Referral.OfAccount(session.Services.Options, result.Account!) is { } elsewhere => elsewhere,
        SignInOutcome.Success when session.TryEnter(result) =>
            CommandResult.Ok("Signed in", ResponseCode.Capability(Capabilities.Of(session))),
        SignInOutcome.Success => CommandResult.No("Too many connections to this account; close some", ResponseCode.Limit),
        SignInOutcome.Disabled => CommandResult.No("This account is disabled; ask the administrator", ResponseCode.ContactAdmin),
        SignInOutcome.Busy => CommandResult.No(result.Explanation ?? "Too many sign-ins at this moment; try again", ResponseCode.Unavailable),
        SignInOutcome.Explained => CommandResult.No(result.Explanation!, ResponseCode.AuthenticationFailed),
        _ => CommandResult.No("The name or the password is wrong", ResponseCode.AuthenticationFailed),
    };
}
