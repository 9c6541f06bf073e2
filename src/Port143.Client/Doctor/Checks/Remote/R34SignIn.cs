using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R34: the account opens; if not, what the server's answer means.</summary>
internal sealed class R34SignIn() : DoctorCheck("R34", "sign-in", CheckGroup.SignIn, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (examination.Options.SignIn is not { } who)
        {
            return Finding.Skipped("no account was given; say --user");
        }
        SignInReport report = await examination.SignInAsync(cancel).ConfigureAwait(false);
        if (report.NotTried is { } why)
        {
            return Finding.Skipped(why);
        }
        if (report.Succeeded)
        {
            return Finding.Ok($"{who.User} signed in after {report.Elapsed.TotalMilliseconds:F0} ms");
        }
        if (report.Reply is not { } reply)
        {
            return Finding.Fail($"The connection broke in the sign-in: {report.Error}").Do("Look into the server's log at this moment.");
        }
        Finding failed = Explain(reply, who.User);
        return failed.Saw("reply", reply.Tagged).Saw("code", reply.Code);
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
