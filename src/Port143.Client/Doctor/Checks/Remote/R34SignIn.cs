using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R34: the account opens; if not, what the server's answer means.</summary>
internal sealed class R34SignIn() : DoctorCheck("R34", "sign-in", CheckGroup.SignIn, "R01")
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    public override TimeSpan? OwnLimit => SignInReport.Patience;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (examination.Options.SignIn is not { } who)
        {
            return Finding.Skipped("no account was given; say --user");
        }
        SignInReport report = await examination.SignInAsync(SignInStage.Signed, cancel).ConfigureAwait(false);
        if (report.NotTried is { } why)
        {
            return Finding.Skipped(why);
        }
        if (report.IsLate)
        {
            return Finding.Fail($"The server did not answer the sign-in within {report.Elapsed.TotalSeconds:F0} s.")
                .Because("its account service (PAM, LDAP, SQL) hangs, or it makes this client wait after wrong passwords")
                .Do("Wait ten minutes without any sign-in from here, and try again; if it stays so, look at the account service of the server.")
                .Saw("before", report.Way);
        }
        if (report.Succeeded)
        {
            return (report.Elapsed > Slow
                    ? Finding.Warn($"The server took {report.Elapsed.TotalSeconds:F1} s to check the password; the rest was quick ({report.Way}).")
                        .Because("a slow account service (PAM, LDAP, SQL), a look-up in DNS, or a delay after wrong passwords from here")
                        .Do("On the server, see what the account service waits for. On a Port143:", "port143 doctor --server --data DIR")
                    : Finding.Ok($"{who.User} signed in after {report.Elapsed.TotalMilliseconds:F0} ms"))
                .Saw("before", report.Way);
        }
        if (report.Reply is not { } reply)
        {
            return Finding.Fail($"The connection broke in the sign-in: {report.Error}").Do("Look into the server's log at this moment.");
        }
        Finding failed = Explain(reply, who.User);
        return failed.With(report.Elapsed > Slow ? [$"The answer took {report.Elapsed.TotalSeconds:F1} s: the server slows wrong passwords down."] : [])
            .Saw("reply", reply.Tagged).Saw("code", reply.Code).Saw("before", report.Way);
    }

    private static Finding Explain(ImapReply reply, string user)
    {
        string text = reply.Tagged;
        return reply.Code switch
        {
            "UNAVAILABLE" => Finding.Fail("The service that knows the accounts is down or busy.").Do("Wait a minute and try again; then look into the server's log."),
            "EXPIRED" => Finding.Fail("The password has expired.").Do("Set a new one where the account is managed."),
            "PRIVACYREQUIRED" => Finding.Fail("The server takes this sign-in only behind TLS.").Do("Use 993, or STARTTLS on 143."),
            "CONTACTADMIN" => Finding.Fail("The account is closed.").Do("Ask the administrator of the server.").Because(text),
            "LIMIT" => Finding.Fail("The account has too many connections.").Do("Close other mail programs, or wait until they are gone.").Because(text),
            _ when Says("app password") || Says("device password") || Says("application-specific") || Says("second factor") =>
                Finding.Fail("This account needs a password of its own for each device (app password).").Because(text)
                    .Do("Make one where the account is managed, and use it in the mail program. Port143:", $"port143 device add {user} NAME --data DIR"),
            _ when Says("too many") || Says("try again later") || Says("temporarily") =>
                Finding.Fail("Too many attempts; the server makes this client wait.").Because(text).Do("Wait ten minutes, and correct the password in every program that uses it."),
            "AUTHORIZATIONFAILED" => Finding.Fail("The password is right, and the account may not be used this way.").Because(text).Do("Ask the administrator of the server."),
            _ => (user.Contains('@', StringComparison.Ordinal)
                    ? Finding.Fail("Wrong user or password.") : Finding.Fail("Wrong user or password; the user's name has no domain, which most servers want."))
                .Because(text).Do("Type the password anew; copy it without blanks around it.")
                .Do("The user is mostly the whole address.").Do("Where the account has a second factor, a device (app) password is needed."),
        };

        bool Says(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
