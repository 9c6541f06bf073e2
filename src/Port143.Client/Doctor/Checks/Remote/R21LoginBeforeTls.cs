using System.Net;
using System.Net.Sockets;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R21: LOGIN before TLS is refused without a look at the password; tried with a user that nobody has.</summary>
internal sealed class R21LoginBeforeTls() : DoctorCheck("R21", "LOGIN before TLS is refused", CheckGroup.Imap, "R01")
{
    // How servers say that they did not look: RFC 5530's code, or these words.
    private static readonly string[] Refusals = ["disabled", "disallowed", "not allowed", "not permitted", "not available", "unavailable", "tls", "ssl", "layer", "encrypt", "secure", "privacy"];

    public override bool NeedsOwner => true;

    public override TimeSpan? OwnLimit => SignInReport.Patience;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.TalksAsync(examination.Options.Ports.Imap, false, cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Capabilities.Count > 0) is not { } talk)
        {
            return Finding.Skipped("no server speaks IMAP on 143");
        }
        if (examination.Options.SignIn is not null)
        {
            // A wrong password would make the server slow for the right one.
            await examination.SignInAsync(SignInStage.Signed, cancel).ConfigureAwait(false);
        }
        (_, Socket? socket) = await PortProbe.ConnectAsync(new IPEndPoint(talk.EndPoint.Address, talk.EndPoint.Port), TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return Finding.Skipped("a second connection was not accepted");
        }
        await using var wire = new ImapWire(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await wire.ReadLineAsync(cancel).ConfigureAwait(false);
            ImapReply reply = await wire.CommandAsync("LOGIN port143-doctor-nobody not-a-password", cancel).ConfigureAwait(false);
            bool looked = reply.IsOk || reply.Code is not "PRIVACYREQUIRED" && !reply.Tagged.StartsWith("BAD", StringComparison.OrdinalIgnoreCase)
                && (reply.Code is "AUTHENTICATIONFAILED" || !Refusals.Any(r => reply.Tagged.Contains(r, StringComparison.OrdinalIgnoreCase)));
            return !looked ? Finding.Ok(reply.Tagged)
                : IPAddress.IsLoopback(talk.EndPoint.Address)
                    ? Finding.Info("The server looks at a password without encryption, seen from this machine itself.").Saw("reply", reply.Tagged)
                    : Products.Only(talk, Finding.Fail("The server looks at a password that came without encryption.").Because("a mail program that is set wrong would send its password readable, and nobody would notice")
                        .Do("Demand TLS in Port143:", "cleartext_login = \"never\"").Do("Demand TLS in Dovecot:", "disable_plaintext_auth = yes")
                        .Do("Demand TLS in Cyrus:", "allowplaintext: no").Do("Demand TLS in Courier (imapd-ssl):", "IMAP_TLS_REQUIRED=1")).Saw("reply", reply.Tagged);
        }
        catch (IOException)
        {
            return Finding.Ok("the server closes the connection");
        }
    }
}
