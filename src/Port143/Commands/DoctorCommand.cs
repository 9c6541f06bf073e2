using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Cli;
using Port143.Client.Doctor;
using Port143.Doctor;

namespace Port143.Commands;

/// <summary><c>port143 doctor</c>: why mail cannot be reached, and what to do about it.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var target = new Argument<string?>("TARGET")
        {
            Description = "A host, a domain, an address of mail or an IP address. Not with --server.", Arity = ArgumentArity.ZeroOrOne,
        };
        var server = new Option<bool>("--server") { Description = "Examine the server on this machine instead: configuration, ports, certificates, disks, logs. Needs --data." };
        var user = new Option<string>("--user") { Description = "Sign in as this user, behind TLS only. The password is asked for, or read from standard input; never an argument.", HelpName = "USER" };
        var append = new Option<bool>("--canary") { Description = "With --user: leave a message in INBOX for a moment, to see whether IDLE reports it." };
        var own = new Option<bool>("--i-own-this") { Description = "The server is yours: allow probes that a mail client would not send." };
        var isLong = new Option<bool>("--long") { Description = "Run the checks that take minutes as well." };
        var deep = new Option<bool>("--deep") { Description = "With --server: read and compare every stored message." };
        var resolver = new Option<string>("--resolver") { Description = "The DNS server to ask. Default: those of this machine.", HelpName = "IP[:PORT]" };
        var authorities = new Option<string>("--ca") { Description = "Trust the authorities in this file (PEM) besides those of this machine: for certificates of your own.", HelpName = "FILE" };
        var imap = new Option<int>("--imap-port") { Description = "Where IMAP with STARTTLS is.", DefaultValueFactory = _ => 143 };
        var imaps = new Option<int>("--imaps-port") { Description = "Where IMAP over TLS is.", DefaultValueFactory = _ => 993 };
        var only = new Option<string>("--only") { Description = "Run these checks alone, with those they depend on.", HelpName = "ID,ID" };
        var failOn = new Option<string>("--fail-on") { Description = "The least that makes the exit code other than 0: warn (1) or fail (2).", DefaultValueFactory = _ => "warn" };
        failOn.AcceptOnlyFromAmong("warn", "fail");
        var verbose = new Option<bool>("-v", "--verbose") { Description = "Show every check with what it saw and how long it took." };
        var quiet = new Option<bool>("--quiet") { Description = "Show only what is not well." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object (schema port143.doctor/1)." };
        var bundle = new Option<string>("--bundle") { Description = "Write everything into a ZIP file to send to somebody who helps; secrets are removed.", HelpName = "FILE" };
        var log = new Option<string>("--log") { Description = "With --server: the file of the server's log. Default: the journal of the unit port143.", HelpName = "FILE" };
        var fix = new Option<bool>("--fix") { Description = "Print the commands that would mend what was found, as a script; run nothing." };
        var apply = new Option<bool>("--apply") { Description = "With --fix: run those that change this machine alone and can be undone, each after its name is printed." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(
            "doctor",
            "Find out why mail cannot be reached, and what to do about it. Exit codes as monitors know them: 0 well, 1 warnings, 2 problems, "
            + "3 nothing could be examined, 64 usage.")
        {
            target, server, user, append, own, isLong, deep, resolver, authorities, imap, imaps, only, failOn, verbose, quiet, json, bundle, log, fix, apply, data,
        };
        command.SetAction((parsed, cancel) =>
        {
            bool local = parsed.GetValue(server);
            string? wanted = parsed.GetValue(target);
            if (local == wanted is not null)
            {
                throw new CliException(ExitCode.Usage, "name a host, a domain or an address, or say --server; see port143 doctor --help");
            }
            var options = new ExaminationOptions
            {
                IOwnThis = parsed.GetValue(own), Long = parsed.GetValue(isLong), Deep = parsed.GetValue(deep), Resolver = Resolver(parsed.GetValue(resolver)),
                Only = Ids(parsed.GetValue(only), local), MayAppend = parsed.GetValue(append), SignIn = SignIn(parsed.GetValue(user)),
                Ports = new MailPorts(parsed.GetValue(imap), parsed.GetValue(imaps)), Authorities = Authorities(parsed.GetValue(authorities)),
            };
            if (parsed.GetValue(apply) && !parsed.GetValue(fix))
            {
                throw new CliException(ExitCode.Usage, "--apply goes with --fix");
            }
            if (parsed.GetValue(bundle) is { } zip && File.Exists(zip))
            {
                throw new CliException(ExitCode.CannotCreate, $"{zip} is there already; name a file that is not");
            }
            var output = new DoctorOutput(
                parsed.GetValue(verbose), parsed.GetValue(quiet), parsed.GetValue(json), parsed.GetValue(bundle), parsed.GetValue(fix), parsed.GetValue(apply),
                parsed.GetValue(failOn) == "fail" ? CheckStatus.Fail : CheckStatus.Warn);
            return local
                ? DoctorRun.ServerAsync(DataFolder.ExistingFolder(parsed, data), parsed.GetValue(log) is { } file ? Path.GetFullPath(file) : null, options, output, cancel)
                : DoctorRun.RemoteAsync(Target(wanted!), options, output, cancel);
        });
        return command;
    }

    private static ExaminationTarget Target(string text) => ExaminationTarget.TryParse(text, out ExaminationTarget? target, out string? error)
        ? target
        : throw new CliException(ExitCode.Usage, $"\"{text}\" {error}");

    private static X509Certificate2Collection? Authorities(string? file)
    {
        if (file is null)
        {
            return null;
        }
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CliException(ExitCode.NoInput, $"--ca: {file} cannot be read: {error.Message}", error);
        }
        return authorities.Count > 0 ? authorities : throw new CliException(ExitCode.Usage, $"--ca: {file} has no certificate; it must be PEM");
    }

    private static IPEndPoint? Resolver(string? text)
    {
        if (text is null)
        {
            return null;
        }
        if (!IPEndPoint.TryParse(text, out IPEndPoint? endpoint))
        {
            throw new CliException(ExitCode.Usage, $"--resolver: \"{text}\" is no IP address; write 9.9.9.9 or 192.0.2.1:5353");
        }
        return endpoint.Port == 0 ? new IPEndPoint(endpoint.Address, 53) : endpoint;
    }

    private static HashSet<string> Ids(string? text, bool local)
    {
        string[] ids = text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        IReadOnlyList<DoctorCheck> checks = local ? DoctorChecks.Server : DoctorChecks.Remote;
        string[] unknown = [.. ids.Where(id => !checks.Any(c => c.Id.Equals(id, StringComparison.OrdinalIgnoreCase)))];
        return unknown.Length == 0
            ? new HashSet<string>(ids, StringComparer.OrdinalIgnoreCase)
            : throw new CliException(ExitCode.Usage, $"--only: there is no check {unknown[0]} here; they are {string.Join(" ", checks.Select(c => c.Id))}");
    }

    private static SignInCredentials? SignIn(string? user) =>
        user is null ? null : new SignInCredentials(user, System.Text.Encoding.UTF8.GetString(PasswordInput.Read()));
}
