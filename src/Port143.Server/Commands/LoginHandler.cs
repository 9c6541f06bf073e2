using System.Text;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>LOGIN (RFC 9051 section 6.2.3).</summary>
internal static class LoginHandler
{
    public static ValueTask<CommandResult> RunAsync(ImapSession session, LoginCommand command, CancellationToken cancel) =>
        session.MaySendPassword
            ? SignIn.RunAsync(session, Encoding.UTF8.GetBytes(command.User), Encoding.UTF8.GetBytes(command.Password), cancel)
            : new(SignIn.RefuseCleartext(session));
}
