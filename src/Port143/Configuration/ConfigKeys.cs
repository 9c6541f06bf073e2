using System.Net;
using Microsoft.Extensions.Logging;
using Port143.Mail;
using Port143.Server;
using Port143.Server.Authentication;
using Port143.Server.Tls;

namespace Port143.Configuration;

/// <summary>The table of all keys. Reading, <c>config check</c>, <c>config describe</c> and the manual are made from it.</summary>
internal static class ConfigKeys
{
    private static readonly ListenType Tcp = new(allowUnix: false);

    /// <summary>What each table is about, in the order in which they are described.</summary>
    public static readonly IReadOnlyList<(string Name, string Description)> Sections =
    [
        ("listeners", "Where the server listens."),
        ("sign_in", "The ways to sign in."),
        ("attacks", AttackKeys.Description),
        ("server", "What the server says of itself."),
        ("oauth", "Tokens of an OpenID Connect provider, for OAUTHBEARER and XOAUTH2. Issuer and audience switch it on."),
        ("tls", "The certificate. New files are taken up within five seconds, without a restart."),
        ("acme", AcmeKeys.Description),
        ("log", "What is written to standard error."),
        ("imap", "What IMAP offers."),
        ("limits", "The limits of IMAP sessions. They keep one client from taking the server away from the others."),
        ("lmtp", "Delivery by the mail transfer agent."),
        ("storage", "How mail is kept."),
        ("referrals", ReferralKeys.Description),
        ("quota", QuotaKeys.Description),
        ("doctor", DoctorKeys.Description),
    ];

    /// <summary>The keys.</summary>
    public static readonly IReadOnlyList<ConfigKey> All =
    [
        Listener("imap", "IMAP with STARTTLS.", "RFC 9051 section 2.1", s => s.Imap, (s, v) => s with { Imap = v }),
        Listener("imaps", "IMAP over TLS: what mail clients should use.", "RFC 8314 section 3.2",
            s => s.Imaps, (s, v) => s with { Imaps = v }),
        Listener("imaps585", "IMAP over TLS on the port once assigned to it, for clients that cannot be changed.",
            "the port was given back", s => s.Imaps585, (s, v) => s with { Imaps585 = v }),
        new ConfigKey<ListenAddress>(
            new ListenType(allowUnix: true), s => s.Server.Lmtp, (s, v) => s with { Server = s.Server with { Lmtp = v } })
        {
            Section = "listeners", Name = "lmtp", Option = "--lmtp",
            Description = "LMTP, by which the mail transfer agent delivers. It has no sign-in; see lmtp.trusted.",
            Source = "RFC 2033; only this machine can reach it",
        },
        new ConfigKey<CleartextLogin>(
            new ChoiceType<CleartextLogin>(("never", CleartextLogin.Never), ("loopback", CleartextLogin.Loopback)),
            s => s.Server.CleartextLogin, (s, v) => s with { Server = s.Server with { CleartextLogin = v } })
        {
            Section = "listeners", Name = "cleartext_login", Option = "--cleartext-login",
            Description = "Who may sign in without TLS: nobody, or clients on 127.0.0.1 and ::1.",
            Source = "RFC 8314 section 4.1",
        },
        new ConfigKey<ScramOffer>(
            new ChoiceType<ScramOffer>(("auto", ScramOffer.Auto), ("always", ScramOffer.Always), ("never", ScramOffer.Never)),
            s => s.Server.SignIn.Scram, (s, v) => SignIn(s, o => o with { Scram = v }))
        {
            Section = "sign_in", Name = "scram",
            Description = "Whether SCRAM is announced, which works with device passwords only. auto: once an account has one, and not "
                + "to addresses from which main passwords come, for some clients choose SCRAM whenever they see it.",
            Source = "no client fails that has a good password",
        },
        new ConfigKey<string?>(new TextType(1000), s => s.Server.ServerComment, (s, v) => s with { Server = s.Server with { ServerComment = v } })
        {
            Section = "server", Name = "comment",
            Description = "A note on this server that mail clients can show: the annotation /shared/comment. Not set: there is none.",
            Source = "RFC 5464 section 3.2.1.1",
        },
        new ConfigKey<string?>(new TextType(1000, isUri: true), s => s.Server.ServerAdmin, (s, v) => s with { Server = s.Server with { ServerAdmin = v } })
        {
            Section = "server", Name = "admin",
            Description = "How the administrator is reached: the annotation /shared/admin. Not set: it is not told.",
            Source = "RFC 5464 section 3.2.1.1",
        },
        new ConfigKey<AccountAddress?>(
            new AddressType(), s => s.Server.SignIn.AnonymousAccount, (s, v) => SignIn(s, o => o with { AnonymousAccount = v }))
        {
            Section = "sign_in", Name = "anonymous_account",
            Description = "The account that anybody may read, without a password (AUTH=ANONYMOUS). Not set: nobody may.", Source = "RFC 4505",
        },
        OAuth("issuer", "an https:// address", OAuthOptions.IsSafe, "The provider's issuer, exactly as its tokens say it.", "not used unless it is set",
            o => o.Issuer, (o, v) => o with { Issuer = v }),
        OAuth("audience", "a word", null, "The audience that tokens must be made for: this server's name at the provider.", "RFC 8725 section 3.9",
            o => o.Audience, (o, v) => o with { Audience = v }),
        OAuth("scope", "a word", null, "The scope that tokens must have.", "a token for something else opens no mail",
            o => o.Scope, (o, v) => o with { Scope = v }),
        OAuth("claim", "a word", null, "The claim that is the account's address. An email must be verified by the provider, if it says so.",
            "OpenID Connect Core 1.0 section 5.1", o => o.Claim, (o, v) => o with { Claim = v }),
        new ConfigKey<string?>(new PathType(), s => s.TlsCertificate, (s, v) => s with { TlsCertificate = v })
        {
            Section = "tls", Name = "certificate",
            Description = "The certificate with its chain, PEM. Not set: tls/cert.pem in the data folder, self-signed on the first start.",
            Source = "a server that starts at once",
        },
        new ConfigKey<string?>(new PathType(), s => s.TlsKey, (s, v) => s with { TlsKey = v })
        {
            Section = "tls", Name = "key",
            Description = "Its private key, PEM, without a passphrase. Not set: tls/key.pem in the data folder.",
            Source = "a server that starts at once",
        },
        new ConfigKey<IReadOnlyList<CertificateFiles>>(
            new CertificateFilesType(), s => s.MoreCertificates, (s, v) => s with { MoreCertificates = v })
        {
            Section = "tls", Name = "more",
            Description = "Further certificates, each with its key. They are shown to clients that ask for one of the names in them; all others, "
                + "and clients that name no host, get the first certificate.",
            Source = "RFC 6066 section 3",
        },
        new ConfigKey<string?>(new PathType(), s => s.ClientCa, (s, v) => s with { ClientCa = v })
        {
            Section = "tls", Name = "client_ca",
            Description = "The authorities whose client certificates sign in (AUTH=EXTERNAL), PEM. The account is the certificate's one email "
                + "name, or what client_accounts says. Not set: no client is asked for a certificate.",
            Source = "RFC 4422 appendix A",
        },
        new ConfigKey<IReadOnlyList<ClientCertificateRule>>(
            new CertificateRulesType(), s => s.ClientAccounts, (s, v) => s with { ClientAccounts = v })
        {
            Section = "tls", Name = "client_accounts", Description = "Whole subjects of client certificates, each with the account that it signs in as.",
            Source = "for certificates without an email name",
        },
        .. AcmeKeys.All,
        new ConfigKey<LogLevel>(
            new ChoiceType<LogLevel>(
                ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information),
                ("warning", LogLevel.Warning), ("error", LogLevel.Error), ("none", LogLevel.None)),
            s => s.LogLevel, (s, v) => s with { LogLevel = v })
        {
            Section = "log", Name = "level", Option = "--log-level",
            Description = "The least important events that are written.", Source = "sign-ins and changes are seen, commands are not",
        },
        new ConfigKey<LogFormat>(
            new ChoiceType<LogFormat>(("text", LogFormat.Text), ("json", LogFormat.Json)), s => s.LogFormat, (s, v) => s with { LogFormat = v })
        {
            Section = "log", Name = "format",
            Description = "One line of text or one JSON object for each event.", Source = "people read it first",
        },
        new ConfigKey<IReadOnlyList<HiddenCapability>>(
            new CapabilitiesType(), s => s.Server.HiddenCapabilities, (s, v) => s with { Server = s.Server with { HiddenCapabilities = v } })
        {
            Section = "imap", Name = "hide_capabilities",
            Description = "Capabilities that are neither announced nor enabled, for clients that misuse them; with an address behind the name, "
                + "for that account alone.",
            Source = "every client is offered everything",
        },
        new ConfigKey<IReadOnlyList<AccountAddress>>(
            new AddressesType(), s => s.Server.SubmitAccounts, (s, v) => s with { Server = s.Server with { SubmitAccounts = v } })
        {
            Section = "imap", Name = "submit_accounts",
            Description = "The accounts of submission servers: they may fetch what users offer them in a URL made for submit+ (BURL).",
            Source = "RFC 4467 section 3; no submission server needs to read mail unless it is set up to",
        },
        new ConfigKey<Utf8Support>(
            new ChoiceType<Utf8Support>(("accept", Utf8Support.Accept), ("strict", Utf8Support.Strict), ("only", Utf8Support.Only)),
            s => s.Server.Utf8, (s, v) => s with { Server = s.Server with { Utf8 = v } })
        {
            Section = "imap", Name = "utf8",
            Description = "Clients that do not enable UTF-8: accept them, accept them but not their messages with 8-bit header fields "
                + "(strict), or refuse them until they do (only).",
            Source = "RFC 9755; a refused message is a lost one when mail is moved here",
        },
        Size("message_size", 64 * 1024, 1024L * 1024 * 1024, "The largest message that APPEND and LMTP take; announced as APPENDLIMIT.",
            "twice what large providers take", l => l.MaxMessageSize, (l, v) => l with { MaxMessageSize = (uint)v }),
        Count("connections", 1, 1_000_000, "How many IMAP connections are served at once.", "about 900 MB of idle TLS sessions",
            l => l.MaxConnections, (l, v) => l with { MaxConnections = v }),
        Count("connections_per_account", 1, 1_000_000, "How many IMAP connections are served at once to one account.",
            "a client opens up to ten on a device", l => l.MaxConnectionsPerAccount, (l, v) => l with { MaxConnectionsPerAccount = v }),
        Count("connections_per_address", 1, 1_000_000,
            "How many IMAP connections are served at once to one client address (IPv6: one /64); the /26 around it has three times as many, "
            + "the /21 nine times (IPv6: the /48 three times). Loopback is not counted.",
            "an office behind one address", l => l.MaxConnectionsPerAddress, (l, v) => l with { MaxConnectionsPerAddress = v }),
        Time("sign_in_idle", 5, 3600, "How long a client may be silent before it has signed in.", "as mox",
            l => l.SignInIdle, (l, v) => l with { SignInIdle = v }),
        Time("sign_in_total", 10, 3600, "How long a client may take altogether to sign in.", "as Dovecot",
            l => l.SignInTotal, (l, v) => l with { SignInTotal = v }),
        Time("idle", 1800, 86400, "How long a client that has signed in may be silent.", "RFC 9051 section 5.4 asks for 30 minutes at least",
            l => l.Idle, (l, v) => l with { Idle = v }),
        Count("notify_mailboxes", 1, 100_000, "How many mailboxes NOTIFY watches for messages in one session.",
            "more than people have", l => l.NotifyMailboxes, (l, v) => l with { NotifyMailboxes = v }),
        Time("write_stall", 10, 3600, "How long a client may take no byte that is sent to it.", "as Dovecot",
            l => l.WriteStall, (l, v) => l with { WriteStall = v }),
        Bytes("sign_in_line", 1024, 65536, "The longest command line before sign-in.", "as Dovecot",
            l => l.SignInLine, (l, v) => l with { SignInLine = v }),
        Bytes("sign_in_literal", 1024, 65536, "The longest literal before sign-in.", "RFC 7888 section 5",
            l => l.SignInLiteral, (l, v) => l with { SignInLiteral = v }),
        Count("sign_in_bad_commands", 1, 100, "How many lines that are no commands a client may send in a row before sign-in.", "as Dovecot",
            l => l.SignInBadCommands, (l, v) => l with { SignInBadCommands = v }),
        Bytes("line", 8192, 16 * 1024 * 1024, "The longest command line after sign-in.", "RFC 7162 section 4 asks for 8 KiB at least; as Dovecot",
            l => l.Line, (l, v) => l with { Line = v }),
        Bytes("literal", 8192, 16 * 1024 * 1024, "The longest literal that is not a message.", "as mox",
            l => l.Literal, (l, v) => l with { Literal = v }),
        Bytes("command", 65536, 64 * 1024 * 1024, "The longest command with its literals, messages left out.", "as mox",
            l => l.Command, (l, v) => l with { Command = v }),
        Count("literals_per_command", 1, 100_000, "How many literals a command may have.", "as mox",
            l => l.LiteralsPerCommand, (l, v) => l with { LiteralsPerCommand = v }),
        Bytes("annotation_size", 1024, 1024 * 1024, "The largest value of an annotation (METADATA).", "RFC 5464 section 4.1 asks for 1 KiB at least",
            l => l.AnnotationSize, (l, v) => l with { AnnotationSize = v }),
        Count("annotations", 10, 10_000,
            "How many annotations (METADATA) a mailbox has, and an account as a whole. Shared and private ones are counted apart.",
            "RFC 5464 section 4.1 asks for 10 at least", l => l.Annotations, (l, v) => l with { Annotations = v }),
        Limit(new OptionalIntegerType(1000, 10_000_000), "message_limit",
            "How many messages one command may process; announced as MESSAGELIMIT. Clients that do not know of it miss old messages in "
                + "larger mailboxes. Not set: there is no limit.",
            "RFC 9738 sections 3 and 4.2", l => l.MessageLimit, (l, v) => l with { MessageLimit = v }),
        Limit(new OptionalIntegerType(1000, 10_000_000), "save_limit",
            "How many messages one COPY or APPEND may file; announced as SAVELIMIT. Not set: there is no limit.",
            "RFC 9738 section 3", l => l.SaveLimit, (l, v) => l with { SaveLimit = v }),
        Count("bad_commands", 1, 1000, "How many bad commands in a row a client may send.", "as Dovecot",
            l => l.BadCommands, (l, v) => l with { BadCommands = v }),
        new ConfigKey<IReadOnlyList<IPNetwork>>(
            new NetworksType(), s => s.Server.LmtpOptions.Trusted, (s, v) => Lmtp(s, o => o with { Trusted = v }))
        {
            Section = "lmtp", Name = "trusted",
            Description = "The networks whose hosts may deliver. A Unix socket is guarded by its file mode instead.", Source = "this machine",
        },
        new ConfigKey<int>(new IntegerType(1, 10_000), s => s.Server.LmtpOptions.MaxConnections, (s, v) => Lmtp(s, o => o with { MaxConnections = v }))
        {
            Section = "lmtp", Name = "connections", Description = "How many connections are served at once.",
            Source = "more than mail transfer agents open",
        },
        new ConfigKey<int>(new IntegerType(100, 100_000), s => s.Server.LmtpOptions.MaxRecipients, (s, v) => Lmtp(s, o => o with { MaxRecipients = v }))
        {
            Section = "lmtp", Name = "recipients", Description = "How many recipients a message may have.",
            Source = "RFC 5321 section 4.5.3.1.8 asks for 100 at least",
        },
        new ConfigKey<TimeSpan>(
            new DurationType(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)), s => s.Server.LmtpOptions.Idle, (s, v) => Lmtp(s, o => o with { Idle = v }))
        {
            Section = "lmtp", Name = "idle", Description = "How long a mail transfer agent may be silent.",
            Source = "RFC 5321 section 4.5.3.2.7",
        },
        new ConfigKey<bool>(new ChoiceType<bool>(("relaxed", false), ("strict", true)), s => s.StrictFlags, (s, v) => s with { StrictFlags = v })
        {
            Section = "storage", Name = "flags",
            Description = "Whether flag changes wait for the disk. Relaxed, they survive a crash at once and a power loss after a second.",
            Source = "clients set flags by the thousand",
        },
        .. ReferralKeys.All,
        .. QuotaKeys.All,
        .. AttackKeys.All,
        .. DoctorKeys.All,
    ];

    /// <summary>The key with a full name, or null.</summary>
    public static ConfigKey? Find(string section, string name) => All.FirstOrDefault(k => k.Section == section && k.Name == name);

    private static ConfigKey<ListenAddress> Listener(
        string name, string description, string source, Func<ServerOptions, ListenAddress> get,
        Func<ServerOptions, ListenAddress, ServerOptions> set) =>
        new(Tcp, s => get(s.Server), (s, v) => s with { Server = set(s.Server, v) })
        {
            Section = "listeners", Name = name, Option = "--" + name, Description = description, Source = source,
        };

    private static ConfigKey<int> Count(
        string name, int least, int most, string description, string source, Func<ServerLimits, int> get,
        Func<ServerLimits, int, ServerLimits> set) =>
        Limit(new IntegerType(least, most), name, description, source, get, set);

    private static ConfigKey<TimeSpan> Time(
        string name, int least, int most, string description, string source, Func<ServerLimits, TimeSpan> get,
        Func<ServerLimits, TimeSpan, ServerLimits> set) =>
        Limit(new DurationType(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most)), name, description, source, get, set);

    private static ConfigKey<long> Size(
        string name, long least, long most, string description, string source, Func<ServerLimits, long> get,
        Func<ServerLimits, long, ServerLimits> set) =>
        Limit(new SizeType(least, most), name, description, source, get, set);

    private static ConfigKey<long> Bytes(
        string name, int least, int most, string description, string source, Func<ServerLimits, int> get,
        Func<ServerLimits, int, ServerLimits> set) =>
        Limit<long>(new SizeType(least, most), name, description, source, l => get(l), (l, v) => set(l, (int)v));

    private static ConfigKey<T> Limit<T>(
        ConfigType<T> type, string name, string description, string source, Func<ServerLimits, T> get,
        Func<ServerLimits, T, ServerLimits> set) =>
        new(type, s => get(s.Server.Limits), (s, v) => s with { Server = s.Server with { Limits = set(s.Server.Limits, v) } })
        {
            Section = "limits", Name = name, Description = description, Source = source,
        };

    private static Settings Lmtp(Settings settings, Func<LmtpOptions, LmtpOptions> change) =>
        settings with { Server = settings.Server with { LmtpOptions = change(settings.Server.LmtpOptions) } };

    private static Settings SignIn(Settings settings, Func<SignInOptions, SignInOptions> change) =>
        settings with { Server = settings.Server with { SignIn = change(settings.Server.SignIn) } };

    private static ConfigKey<string> OAuth(
        string name, string takes, Func<string, bool>? isGood, string description, string source, Func<OAuthOptions, string> get,
        Func<OAuthOptions, string, OAuthOptions> set) =>
        new(new WordType(takes, isGood), s => get(s.Server.SignIn.OAuth), (s, v) => SignIn(s, o => o with { OAuth = set(o.OAuth, v) }))
        {
            Section = "oauth", Name = name, Description = description, Source = source,
        };
}
