using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R12: the server greets in IMAP, and at once (RFC 9051 section 7.1).</summary>
internal sealed class R12Greeting() : DoctorCheck("R12", "greeting", CheckGroup.Imap, "R01")
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        if (talks.Count == 0)
        {
            return Finding.Skipped("no port is open");
        }
        foreach (ImapReport talk in talks)
        {
            if (talk is { ImplicitTls: true, Tls.Succeeded: false } || talk.IsImap && talk.GreetingElapsed < Slow
                && !talk.Greeting!.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase))
            {
                continue; // what is wrong with TLS is R14's and R18's to say
            }
            if (talk.Greeting is null && talk.FirstBytes.IsEmpty)
            {
                return Finding.Fail($"{talk.EndPoint} accepts the connection and says nothing.")
                    .Because("the port wants TLS first, a proxy stands before a dead server, or the server is overloaded")
                    .Do("On the server, look what it says at that moment.", "port143 doctor --server --data DIR").Saw("error", talk.Error);
            }
            if (talk.IsImap && talk.Greeting!.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase))
            {
                return Finding.Fail($"{talk.EndPoint} sends clients away: {Printable(talk.Greeting)}")
                    .Because("too many connections, or the server is about to stop").Do("Wait a minute and try again; then look into the server's log.");
            }
            if (talk.IsImap)
            {
                return Finding.Warn($"{talk.EndPoint} waited {talk.GreetingElapsed.TotalSeconds:F1} s before its greeting.")
                    .Because("usually a look-up of the client's name in DNS that nobody answers, or an overloaded sign-in service")
                    .Do("On the server, let the doctor look from inside.", "port143 doctor --server --data DIR").Saw("greeting", Printable(talk.Greeting!));
            }
            return Finding.Fail($"The greeting of {talk.EndPoint} is not IMAP: {Printable(talk.Greeting ?? "")}")
                .Because("another program listens there; see R13").Do("Correct the port in the client, or the listener in the server.").Saw("first bytes", Convert.ToHexString(talk.FirstBytes.Span));
        }
        ImapReport first = talks[0];
        return first.Greeting is null
            ? Finding.Skipped("no greeting was reached; see the checks of TLS")
            : Finding.Ok($"after {first.GreetingElapsed.TotalMilliseconds:F0} ms: {Printable(first.Greeting)}");
    }

    private static string Printable(string line) => new string([.. line.Take(120).Select(c => c is >= ' ' and <= '~' ? c : '?')]) + (line.Length > 120 ? "..." : "");
}
