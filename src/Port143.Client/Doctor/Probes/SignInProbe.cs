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
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CleanupLimit = TimeSpan.FromSeconds(3);

    // Servers hold an answer back after wrong passwords: Courier with PAM for 8 seconds.
    private static readonly TimeSpan SignInLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The sign-in of this examination, tried once: a wrong password must not count twice. The report tells what is known
    /// at the end of the stage; what comes after it goes on meanwhile.
    /// </summary>
    public static async Task<SignInReport> SignInAsync(this Examination examination, SignInStage stage, CancellationToken cancel)
    {
        SignInRun run = await examination.FactAsync("sign-in", c => Task.FromResult(SignInRun.Start(r => TryAsync(examination, r, c), examination.Track)), cancel).ConfigureAwait(false);
        return await run.At(stage).WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Connects and signs in; the wire is null when that failed. The caller disposes of it.</summary>
    public static async Task<(ImapWire? Wire, SignInReport Report)> OpenAsync(Examination examination, CancellationToken cancel)
    {
        SignInCredentials who = examination.Options.SignIn!;
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Tls is { Succeeded: true } && t.FinalCapabilities.Count > 0) is not { } talk)
        {
            return (null, new SignInReport { NotTried = "no encrypted conversation was reached; the password was not sent" });
        }
        (PortReport port, Socket? socket) = await PortProbe.ConnectAsync(talk.EndPoint, examination.Options.ConnectLimit, cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return (null, new SignInReport { NotTried = "a second connection was not accepted" });
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(SignInLimit);
        var watch = Stopwatch.StartNew();
        TimeSpan secured = TimeSpan.Zero, greeted = TimeSpan.Zero;
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (!talk.ImplicitTls)
            {
                var plain = new ImapWire(stream);
                await plain.ReadLineAsync(limit.Token).ConfigureAwait(false);
                if (!(await plain.CommandAsync("STARTTLS", limit.Token).ConfigureAwait(false)).IsOk || plain.Unread.Length > 0)
                {
                    await plain.DisposeAsync().ConfigureAwait(false);
                    return (null, new SignInReport { NotTried = "STARTTLS did not succeed; the password was not sent" });
                }
            }
            (TlsReport tls, SslStream? secure) = await TlsProbe.StartAsync(stream, examination.Target.Host, null, TimeSpan.FromSeconds(4), limit.Token).ConfigureAwait(false);
            // The certificate must be the one that was examined: a password goes to nobody else.
            if (secure is null || tls.Certificate!.Thumbprint != talk.Tls!.Certificate!.Thumbprint)
            {
                return (null, new SignInReport { NotTried = "the server showed another certificate this time; the password was not sent" });
            }
            secured = watch.Elapsed;
            var wire = new ImapWire(secure);
            if (talk.ImplicitTls)
            {
                await wire.ReadLineAsync(limit.Token).ConfigureAwait(false);
            }
            greeted = watch.Elapsed;
            ImapReply reply = ImapReport.Has(talk.FinalCapabilities, "AUTH=PLAIN")
                ? await PlainAsync(wire, who, ImapReport.Has(talk.FinalCapabilities, "SASL-IR"), limit.Token).ConfigureAwait(false)
                : await wire.CommandAsync($"LOGIN {Quoted(who.User)} {Quoted(who.Password)}", limit.Token).ConfigureAwait(false);
            return (wire, new SignInReport { EndPoint = talk.EndPoint, Reply = reply, Elapsed = watch.Elapsed - greeted, Way = Way() });
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            return (null, new SignInReport { EndPoint = talk.EndPoint, Error = error.Message, Way = Way() });
        }
        catch (OperationCanceledException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return (null, new SignInReport { EndPoint = talk.EndPoint, IsLate = true, Elapsed = watch.Elapsed - greeted, Way = Way() });
        }

        // Where the time went before the password was sent.
        string Way() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"connection {port.Elapsed.TotalMilliseconds:F0} ms, TLS {secured.TotalMilliseconds:F0} ms, greeting {(greeted - secured).TotalMilliseconds:F0} ms");
    }

    private static async Task<SignInReport> TryAsync(Examination examination, SignInRun run, CancellationToken cancel)
    {
        (ImapWire? wire, SignInReport report) = await OpenAsync(examination, cancel).ConfigureAwait(false);
        run.Reached(SignInStage.Signed, report);
        if (wire is null)
        {
            return report;
        }
        await using (wire.ConfigureAwait(false))
        {
            try
            {
                if (!report.Succeeded)
                {
                    return report;
                }
                report = await LookAroundAsync(wire, report, cancel).ConfigureAwait(false);
                run.Reached(SignInStage.Looked, report);
                // Without UIDPLUS the canary could not be taken away without what others marked for deletion.
                if (report.Error is null && examination.Options.MayAppend && ImapReport.Has(report.Capabilities, "IDLE") && ImapReport.Has(report.Capabilities, "UIDPLUS"))
                {
                    report = await CanaryAsync(examination, wire, report, cancel).ConfigureAwait(false);
                }
                await wire.SendAsync("z1 LOGOUT\r\n", cancel).ConfigureAwait(false);
                return report;
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                return report with { Error = error.Message };
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return report with { Error = "the server stopped answering" };
            }
        }
    }

    private static async Task<SignInReport> LookAroundAsync(ImapWire wire, SignInReport report, CancellationToken cancel)
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
        return report;

        async Task<ImapReply> StepAsync(string command)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(CommandLimit);
            var watch = Stopwatch.StartNew();
            ImapReply reply;
            try
            {
                reply = await wire.CommandAsync(command, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new IOException($"no answer to {command.Split(' ')[0]} within {CommandLimit.TotalSeconds:F0} s");
            }
            steps.Add((command.Split(' ')[0], reply.IsOk, watch.Elapsed, reply.Tagged));
            return reply;
        }
    }

    // A second session appends; this one waits in IDLE; then the message is taken away again, whatever happens meanwhile.
    private static async Task<SignInReport> CanaryAsync(Examination examination, ImapWire idling, SignInReport report, CancellationToken cancel)
    {
        (ImapWire? writing, SignInReport second) = await OpenAsync(examination, cancel).ConfigureAwait(false);
        if (writing is null || !second.Succeeded)
        {
            return report with { Error = "a second session was refused: " + (second.Reply?.Tagged ?? second.NotTried ?? second.Error ?? "it was not answered in time") };
        }
        await using (writing.ConfigureAwait(false))
        {
            string id = Guid.NewGuid().ToString("N");
            string message = $"From: Port143 doctor <doctor@localhost>\r\nSubject: canary of port143 doctor, may be deleted\r\nMessage-ID: <{id}@port143.doctor>\r\n"
                + "Content-Type: text/plain\r\n\r\nThis message shows whether new mail is told at once.\r\n";
            await idling.SendAsync("w1 IDLE\r\n", cancel).ConfigureAwait(false);
            await ContinuationAsync(idling, cancel).ConfigureAwait(false);
            var watch = Stopwatch.StartNew();
            await writing.SendAsync($"c1 APPEND INBOX (\\Seen) {{{message.Length}}}\r\n", cancel).ConfigureAwait(false);
            if (await ContinuationAsync(writing, cancel).ConfigureAwait(false) is { } refusal)
            {
                return report with { Error = "the canary was refused: " + refusal };
            }
            bool told = false, removed = false;
            TimeSpan elapsed;
            await writing.SendAsync(message + "\r\n", cancel).ConfigureAwait(false);
            Task<ImapReply> appended = writing.ReadReplyAsync("c1", CancellationToken.None);
            try
            {
                told = await IsToldAsync(idling, cancel).ConfigureAwait(false);
                elapsed = watch.Elapsed;
            }
            finally
            {
                removed = await RemoveAsync(writing, appended, id).ConfigureAwait(false);
            }
            await idling.SendAsync("DONE\r\n", cancel).ConfigureAwait(false);
            return report with { IdleTold = told, IdleElapsed = elapsed, Error = removed ? null : "the canary could not be taken away; delete the message \"canary of port143 doctor\"" };
        }
    }

    // Reads to the server's "+"; gives the line that came instead, null when it came.
    private static async Task<string?> ContinuationAsync(ImapWire wire, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(CommandLimit);
        while (await wire.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith('+'))
            {
                return null;
            }
            if (!line.StartsWith('*'))
            {
                return line;
            }
        }
        return "the server closed the connection";
    }

    private static async Task<bool> IsToldAsync(ImapWire idling, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(IdleLimit);
        try
        {
            while (await idling.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } news)
            {
                if (news.EndsWith(" EXISTS", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Not told in time.
        }
        return false;
    }

    // Has a limit of its own: an examination that was interrupted leaves no message behind either.
    private static async Task<bool> RemoveAsync(ImapWire writing, Task<ImapReply> appended, string id)
    {
        using var limit = new CancellationTokenSource(CleanupLimit);
        try
        {
            if (!(await appended.WaitAsync(limit.Token).ConfigureAwait(false)).IsOk)
            {
                return true;
            }
            await writing.CommandAsync("SELECT INBOX", limit.Token).ConfigureAwait(false);
            ImapReply found = await writing.CommandAsync($"UID SEARCH HEADER Message-ID {id}", limit.Token).ConfigureAwait(false);
            bool removed = false;
            foreach (string uid in found.Untagged.Where(u => u.StartsWith("* SEARCH ", StringComparison.OrdinalIgnoreCase)).SelectMany(u => u[9..].Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                await writing.CommandAsync($"UID STORE {uid} +FLAGS.SILENT (\\Deleted)", limit.Token).ConfigureAwait(false);
                removed |= (await writing.CommandAsync($"UID EXPUNGE {uid}", limit.Token).ConfigureAwait(false)).IsOk;
            }
            await writing.SendAsync("z1 LOGOUT\r\n", limit.Token).ConfigureAwait(false);
            return removed;
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            return false;
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
