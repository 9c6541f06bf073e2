using System.Net;
using System.Net.Sockets;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R21: LOGIN before TLS is refused without a look at the password; tried with a user that nobody has.</summary>
internal sealed class R21LoginBeforeTls() : DoctorCheck("R21", "LOGIN before TLS is refused", CheckGroup.Imap, "R01")
{
    public override bool NeedsOwner => true;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.TalksAsync(examination.Options.Ports.Imap, false, cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Capabilities.Count > 0) is not { } talk)
        {
            return Finding.Skipped("no server speaks IMAP on 143");
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
            bool looked = reply.IsOk || reply.Code is "AUTHENTICATIONFAILED" || reply.Tagged.Contains("password", StringComparison.OrdinalIgnoreCase)
                && reply.Code is not "PRIVACYREQUIRED";
            return !looked ? Finding.Ok(reply.Tagged)
                : IPAddress.IsLoopback(talk.EndPoint.Address)
                    ? Finding.Info("The server looks at a password without encryption, seen from this machine itself.").Saw("reply", reply.Tagged)
                    : Finding.Fail("The server accepted an attempt to sign in without encryption.")
                        .Do("Demand TLS. Port143:", "cleartext_login = \"never\"").Saw("reply", reply.Tagged);
        }
        catch (IOException)
        {
            return Finding.Ok("the server closes the connection");
        }
    }
}
