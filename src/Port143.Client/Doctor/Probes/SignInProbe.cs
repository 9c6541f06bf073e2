using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Port143.Client.Doctor.Probes;

/// <summary>Signs in behind TLS, looks around as a mail client does, and may leave a canary message for a moment.</summary>
public static class SignInProbe
{
    private const long LargestRead = 48 * 1024; // the wire takes literals up to 64 KiB
    private const long MostSearched = 5000;    // their UIDs fit into one line
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(4);

    /// <summary>The sign-in of this examination, tried once: a wrong password must not count twice.</summary>
    public static Task<SignInReport> SignInAsync(this Examination examination, CancellationToken cancel) =>
        examination.FactAsync("sign-in", c => TryAsync(examination, c), cancel);

    /// <summary>Connects and signs in; the wire is null when that failed. The caller disposes of it.</summary>
    public static async Task<(ImapWire? Wire, SignInReport Report)> OpenAsync(Examination examination, CancellationToken cancel)
    {
        SignInCredentials who = examination.Options.SignIn!;
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Tls is { Succeeded: true } && t.FinalCapabilities.Count > 0) is not { } talk)
        {
            return (null, new SignInReport { NotTried = "no encrypted conversation was reached; the password was not sent" });
        }
        (_, Socket? socket) = await PortProbe.ConnectAsync(talk.EndPoint, examination.Options.ConnectLimit, cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return (null, new SignInReport { NotTried = "a second connection was not accepted" });
        }
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (!talk.ImplicitTls)
            {
                var plain = new ImapWire(stream);
                await plain.ReadLineAsync(cancel).ConfigureAwait(false);
                if (!(await plain.CommandAsync("STARTTLS", cancel).ConfigureAwait(false)).IsOk || plain.Unread.Length > 0)
                {
                    await plain.DisposeAsync().ConfigureAwait(false);
                    return (null, new SignInReport { NotTried = "STARTTLS did not succeed; the password was not sent" });
                }
            }
            (TlsReport tls, SslStream? secure) = await TlsProbe.StartAsync(stream, examination.Target.Host, null, TimeSpan.FromSeconds(4), cancel).ConfigureAwait(false);
            // The certificate must be the one that was examined: a password goes to nobody else.
            if (secure is null || tls.Certificate!.Thumbprint != talk.Tls!.Certificate!.Thumbprint)
            {
                return (null, new SignInReport { NotTried = "the server showed another certificate this time; the password was not sent" });
            }
            var wire = new ImapWire(secure);
            if (talk.ImplicitTls)
            {
                await wire.ReadLineAsync(cancel).ConfigureAwait(false);
            }
            var watch = Stopwatch.StartNew();
            ImapReply reply = ImapReport.Has(talk.FinalCapabilities, "AUTH=PLAIN")
                ? await PlainAsync(wire, who, ImapReport.Has(talk.FinalCapabilities, "SASL-IR"), cancel).ConfigureAwait(false)
                : await wire.CommandAsync($"LOGIN {Quoted(who.User)} {Quoted(who.Password)}", cancel).ConfigureAwait(false);
            return (wire, new SignInReport { EndPoint = talk.EndPoint, Reply = reply, Elapsed = watch.Elapsed });
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            return (null, new SignInReport { EndPoint = talk.EndPoint, Error = error.Message });
        }
    }

    private static async Task<SignInReport> TryAsync(Examination examination, CancellationToken cancel)
    {
        (ImapWire? wire, SignInReport report) = await OpenAsync(examination, cancel).ConfigureAwait(false);
        if (wire is null)
        {
            return report;
        }
        await using (wire.ConfigureAwait(false))
        {
            try
            {
                return report.Succeeded ? await LookAroundAsync(examination, wire, report, cancel).ConfigureAwait(false) : report;
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                return report with { Error = error.Message };
            }
        }
    }

    private static async Task<SignInReport> LookAroundAsync(Examination examination, ImapWire wire, SignInReport report, CancellationToken cancel)
    {
        var steps = new List<(string, bool, TimeSpan, string)>();
        ImapReply capability = await StepAsync("CAPABILITY").ConfigureAwait(false);
        ImapReply list = await StepAsync("LIST \"\" *").ConfigureAwait(false);
        ImapReply selected = await StepAsync("EXAMINE INBOX").ConfigureAwait(false);
        long? messages = Count(selected);
        var inbox = new InboxReport
        {
            Mailboxes = [.. list.Untagged.Where(u => u.StartsWith("* LIST ", StringComparison.OrdinalIgnoreCase))], Exists = messages ?? 0,
            UidValidity = NumberBehind(selected, "[UIDVALIDITY "), UidNext = NumberBehind(selected, "[UIDNEXT "),
        };
        if (messages > 0)
        {
            ImapReply fetched = await StepAsync($"FETCH {messages} (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)").ConfigureAwait(false);
            inbox = inbox with { LastSize = (long?)NumberBehind(fetched, "RFC822.SIZE ") };
            if (inbox.LastSize <= LargestRead)
            {
                ImapReply body = await StepAsync($"FETCH {messages} (BODY.PEEK[])").ConfigureAwait(false);
                inbox = inbox with { LastOctets = (long?)NumberBehind(body, "BODY[] {") };
            }
        }
        if (selected.IsOk && messages <= MostSearched)
        {
            ImapReply all = await StepAsync("UID SEARCH ALL").ConfigureAwait(false);
            inbox = inbox with
            {
                Uids = all.IsOk ? [.. all.Untagged.Where(u => u.StartsWith("* SEARCH", StringComparison.OrdinalIgnoreCase)).SelectMany(u => u[8..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(u => Mail.AsciiDigits.TryParse(u, uint.MaxValue, out ulong uid) ? uid : 0)] : null,
            };
        }
        report = report with
        {
            Steps = steps, Messages = messages, Inbox = selected.IsOk ? inbox : null,
            Capabilities = [.. capability.Untagged.Where(u => u.StartsWith("* CAPABILITY ", StringComparison.OrdinalIgnoreCase)).SelectMany(u => u[13..].Split(' ', StringSplitOptions.RemoveEmptyEntries))],
        };
        // Without UIDPLUS the canary could not be taken away without what others marked for deletion.
        if (examination.Options.MayAppend && ImapReport.Has(report.Capabilities, "IDLE") && ImapReport.Has(report.Capabilities, "UIDPLUS"))
        {
            report = await CanaryAsync(examination, wire, report, cancel).ConfigureAwait(false);
        }
        await wire.CommandAsync("LOGOUT", cancel).ConfigureAwait(false);
        return report;

        async Task<ImapReply> StepAsync(string command)
        {
            var watch = Stopwatch.StartNew();
            ImapReply reply = await wire.CommandAsync(command, cancel).ConfigureAwait(false);
            steps.Add((command.Split(' ')[0], reply.IsOk, watch.Elapsed, reply.Tagged));
            return reply;
        }
    }

    // A second session appends; this one waits in IDLE; then the message is taken away again.
    private static async Task<SignInReport> CanaryAsync(Examination examination, ImapWire idling, SignInReport report, CancellationToken cancel)
    {
        (ImapWire? writing, SignInReport second) = await OpenAsync(examination, cancel).ConfigureAwait(false);
        if (writing is null || !second.Succeeded)
        {
            return report with { Error = "a second session was refused: " + (second.Reply?.Tagged ?? second.NotTried ?? second.Error) };
        }
        await using (writing.ConfigureAwait(false))
        {
            string id = Guid.NewGuid().ToString("N");
            string message = $"From: Port143 doctor <doctor@localhost>\r\nSubject: canary of port143 doctor, may be deleted\r\nMessage-ID: <{id}@port143.doctor>\r\n"
                + "Content-Type: text/plain\r\n\r\nThis message shows whether new mail is told at once.\r\n";
            await idling.SendAsync("w1 IDLE\r\n", cancel).ConfigureAwait(false);
            string? line;
            do
            {
                line = await idling.ReadLineAsync(cancel).ConfigureAwait(false);
            }
            while (line is not null && !line.StartsWith('+'));
            var watch = Stopwatch.StartNew();
            await writing.SendAsync($"c1 APPEND INBOX (\\Seen) {{{message.Length}}}\r\n", cancel).ConfigureAwait(false);
            do
            {
                line = await writing.ReadLineAsync(cancel).ConfigureAwait(false);
            }
            while (line is not null && line.StartsWith('*'));
            if (line is null || !line.StartsWith('+'))
            {
                return report with { Error = "the canary was refused: " + line };
            }
            await writing.SendAsync(message + "\r\n", cancel).ConfigureAwait(false);
            Task<ImapReply> appended = writing.ReadReplyAsync("c1", cancel);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(IdleLimit);
            bool told = false;
            try
            {
                while (!told && await idling.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } news)
                {
                    told = news.EndsWith(" EXISTS", StringComparison.OrdinalIgnoreCase);
                }
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // Not told in time.
            }
            TimeSpan elapsed = watch.Elapsed;
            await appended.ConfigureAwait(false);
            await writing.CommandAsync("SELECT INBOX", cancel).ConfigureAwait(false);
            ImapReply found = await writing.CommandAsync($"UID SEARCH HEADER Message-ID {id}", cancel).ConfigureAwait(false);
            foreach (string uid in found.Untagged.Where(u => u.StartsWith("* SEARCH ", StringComparison.OrdinalIgnoreCase)).SelectMany(u => u[9..].Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                await writing.CommandAsync($"UID STORE {uid} +FLAGS.SILENT (\\Deleted)", cancel).ConfigureAwait(false);
                await writing.CommandAsync($"UID EXPUNGE {uid}", cancel).ConfigureAwait(false);
            }
            await idling.SendAsync("DONE\r\n", cancel).ConfigureAwait(false);
            await idling.ReadReplyAsync("w1", cancel).ConfigureAwait(false);
            return report with { IdleTold = told, IdleElapsed = elapsed };
        }
    }

    private static async Task<ImapReply> PlainAsync(ImapWire wire, SignInCredentials who, bool initial, CancellationToken cancel)
    {
        string response = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{who.User}\0{who.Password}"));
        if (initial)
        {
            return await wire.CommandAsync("AUTHENTICATE PLAIN " + response, cancel).ConfigureAwait(false);
        }
        await wire.SendAsync("s1 AUTHENTICATE PLAIN\r\n", cancel).ConfigureAwait(false);
        string? line = await wire.ReadLineAsync(cancel).ConfigureAwait(false);
        if (line is null || !line.StartsWith('+'))
        {
            return new ImapReply(line?.StartsWith("s1 ", StringComparison.Ordinal) == true ? line[3..] : "BAD " + line, []);
        }
        await wire.SendAsync(response + "\r\n", cancel).ConfigureAwait(false);
        return await wire.ReadReplyAsync("s1", cancel).ConfigureAwait(false);
    }

    private static ulong? NumberBehind(ImapReply reply, string mark)
    {
        string? line = reply.Untagged.FirstOrDefault(u => u.Contains(mark, StringComparison.OrdinalIgnoreCase));
        if (line is null)
        {
            return null;
        }
        int start = line.IndexOf(mark, StringComparison.OrdinalIgnoreCase) + mark.Length, end = start;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
        {
            end++;
        }
        return Mail.AsciiDigits.TryParse(line.AsSpan(start, end - start), uint.MaxValue, out ulong number) ? number : null;
    }

    private static long? Count(ImapReply selected) =>
        selected.Untagged.FirstOrDefault(u => u.EndsWith(" EXISTS", StringComparison.OrdinalIgnoreCase)) is { } exists
        && Mail.AsciiDigits.TryParse(exists.AsSpan(2, exists.Length - 9), uint.MaxValue, out ulong count) ? (long)count : null;

    private static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("") + "\"";
}
