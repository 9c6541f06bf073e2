using System.Collections;
using Microsoft.Extensions.Logging;
using Port143.Configuration;
using Port143.Server;
using Port143.Tests.Cli;

namespace Port143.Tests.Configuration;

public sealed class ConfigLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (Settings Settings, IReadOnlyList<ConfigFinding> Findings) Load(
        string file, Hashtable? environment = null, params (string Option, string Text)[] options)
    {
        File.WriteAllText(_folder[ConfigFile.FileName], file);
        (Settings settings, IReadOnlyList<ConfigFinding> findings, _) = ConfigLoader.Load(
            _folder.Path, environment ?? [], options.Select(o => (ConfigKeys.All.Single(k => k.Option == o.Option), o.Text)));
        return (settings, findings);
    }

    [Fact]
    public void Without_a_file_everything_has_its_default()
    {
        (Settings settings, IReadOnlyList<ConfigFinding> findings, int count) = ConfigLoader.Load(_folder.Path, new Hashtable(), []);
        Assert.Empty(findings);
        Assert.Equal(0, count);
        Assert.Equal(Settings.For(_folder.Path), settings);
    }

    [Fact]
    public void Every_default_can_be_written_and_read_and_changes_nothing()
    {
        var file = new System.Text.StringBuilder();
        foreach ((string section, _) in ConfigKeys.Sections)
        {
            file.AppendLine($"[{section}]");
            foreach (ConfigKey key in ConfigKeys.All.Where(k => k.Section == section && k.Default is not null))
            {
                file.AppendLine($"{key.Name} = {key.Default}");
            }
        }
        (Settings settings, IReadOnlyList<ConfigFinding> findings) = Load(file.ToString());
        Assert.Empty(findings);
        Settings defaults = Settings.For(_folder.Path);
        Assert.Equal(defaults.Server.LmtpOptions.Trusted, settings.Server.LmtpOptions.Trusted);
        Assert.Equal(defaults.Server.SignIn.Attacks.Trusted, settings.Server.SignIn.Attacks.Trusted);
        settings = settings with
        {
            Server = settings.Server with
            {
                SignIn = settings.Server.SignIn with
                {
                    Attacks = settings.Server.SignIn.Attacks with { Trusted = defaults.Server.SignIn.Attacks.Trusted },
                },
            },
        };
        Assert.Empty(settings.Server.HiddenCapabilities);
        settings = settings with { Server = settings.Server with { HiddenCapabilities = defaults.Server.HiddenCapabilities } };
        Assert.Equal(
            defaults,
            settings with { Server = settings.Server with { LmtpOptions = settings.Server.LmtpOptions with { Trusted = defaults.Server.LmtpOptions.Trusted } } });
    }

    [Fact]
    public void The_table_is_whole()
    {
        Assert.Equal(ConfigKeys.All.Count, ConfigKeys.All.Select(k => k.FullName).Distinct().Count());
        Assert.All(ConfigKeys.All, key =>
        {
            Assert.Contains(key.Section, ConfigKeys.Sections.Select(s => s.Name));
            Assert.EndsWith(".", key.Description);
            Assert.NotEmpty(key.Source);
            Assert.NotEmpty(key.Takes);
            Assert.Contains($"#{key.Name} = ", ConfigDescriber.Describe());
        });
    }

    [Fact]
    public void Values_are_read()
    {
        (Settings settings, IReadOnlyList<ConfigFinding> findings) = Load("""
            listeners.imap = "127.0.0.1:1143"   # dotted keys are tables too
            [listeners]
            imaps = "[::1]:1993"
            lmtp = "unix:/run/port143/lmtp"
            cleartext_login = "loopback"
            [tls]
            certificate = "certs/c.pem"
            key = '/etc/k.pem'
            [log]
            level = "debug"
            format = "json"
            [limits]
            message_size = "100 MiB"
            idle = "1 h"
            connections = 7
            message_limit = 1000
            [lmtp]
            trusted = [
                "10.0.0.0/8",   # the relay
                "2001:db8::1",
            ]
            [storage]
            flags = "strict"
            """);
        Assert.Empty(findings);
        Assert.Equal("127.0.0.1:1143", settings.Server.Imap.ToString());
        Assert.Equal("[::1]:1993", settings.Server.Imaps.ToString());
        Assert.Equal("/run/port143/lmtp", settings.Server.Lmtp.UnixPath);
        Assert.Equal(CleartextLogin.Loopback, settings.Server.CleartextLogin);
        Assert.Equal(_folder["certs/c.pem"], settings.TlsCertificate);
        Assert.Equal("/etc/k.pem", settings.TlsKey);
        Assert.Equal((LogLevel.Debug, LogFormat.Json), (settings.LogLevel, settings.LogFormat));
        Assert.Equal(100u * 1024 * 1024, settings.Server.Limits.MaxMessageSize);
        Assert.Equal(TimeSpan.FromHours(1), settings.Server.Limits.Idle);
        Assert.Equal(7, settings.Server.Limits.MaxConnections);
        Assert.Equal((1000, null), (settings.Server.Limits.MessageLimit, settings.Server.Limits.SaveLimit));
        Assert.Equal(["10.0.0.0/8", "2001:db8::1/128"], settings.Server.LmtpOptions.Trusted.Select(n => n.ToString()));
        Assert.True(settings.StrictFlags);
    }

    [Fact]
    public void Five_mistakes_are_five_findings()
    {
        (_, IReadOnlyList<ConfigFinding> findings) = Load("""
            [listener]
            imap = "127.0.0.1:1143"
            [limits]
            idel = "30 min"
            line = "64 KiB
            connections = 0
            [log]
            level = "inof"
            """);
        Assert.Equal([2, 4, 5, 6, 8], findings.Select(f => f.Place.Line));
        Assert.Contains("[listeners]", findings[0].Problem);
        Assert.Contains("did you mean idle", findings[1].Problem);
        Assert.Equal("idle = \"30 min\"", findings[1].Suggestion);
        Assert.Contains("not TOML", findings[2].Problem);
        Assert.Equal("line = \"64 KiB\"", findings[2].Suggestion);
        Assert.Contains("from 1 to 1000000", findings[3].Problem);
        Assert.Contains("did you mean \"info\"?", findings[4].Problem);
        Assert.All(findings, f => Assert.StartsWith(_folder[ConfigFile.FileName] + ":", f.ToString()));
    }

    [Theory]
    [InlineData("[limits]\nidle = 30", "has a unit")]
    [InlineData("[limits]\nidle = \"10 min\"", "from 30 min to 24 h")]
    [InlineData("[limits]\nidle = \"30 days\"", "s, min or h")]
    [InlineData("[limits]\nidle = \"99999999999999999999 s\"", "s, min or h")]
    [InlineData("[limits]\nidle = true", "true does not fit")]
    [InlineData("[limits]\nmessage_size = \"5 TiB\"", "KiB")]
    [InlineData("[limits]\nmessage_size = \"2 GiB\"", "to 1 GiB")]
    [InlineData("[limits]\nconnections = \"7\"", "whole number")]
    [InlineData("[limits]\nmessage_limit = 999", "from 1000 to")]
    [InlineData("[limits]\nconnections = 7.5", "7.5 does not fit")]
    [InlineData("[limits]\nconnections = -7", "whole number")]
    [InlineData("[limits]\nconnections = 7\nconnections = 8", "set twice")]
    [InlineData("[limits]\n[log]\n[limits]", "twice")]
    [InlineData("[[limits]]", "list of tables")]
    [InlineData("[limits\nidle = \"1 h\"", "not TOML")]
    [InlineData("idle = \"1 h\"", "belongs in [limits]")]
    [InlineData("[log]\nconnections_per_account = 5", "belongs in [limits]")]
    [InlineData("[nothing.like.it]\nx = 1", "no table")]
    [InlineData("[lmtp]\ntrusted = [\"10.0.0.0/33\"]", "not an IP network")]
    [InlineData("[lmtp]\ntrusted = [1, 2]", "list of networks")]
    [InlineData("[lmtp]\ntrusted = [\"10.0.0.0/8\"", "not TOML")]
    [InlineData("[listeners]\nimap = \"example.org:143\"", "IP address")]
    [InlineData("[listeners]\nimap = \"::1:143\"", "brackets")]
    [InlineData("[listeners]\nimap = \"unix:/x\"", "only LMTP")]
    [InlineData("[listeners]\nimap = \"127.1:143\"", "not an IP address")]
    [InlineData("[listeners]\nimap = \"*:+143\"", "port")]
    [InlineData("[listeners]\nimap = \"*:993\"", "both listen")]
    [InlineData("[listeners]\nimap = \"off\"\nimaps = \"off\"\nlmtp = \"off\"", "every listener is off")]
    [InlineData("[tls]\ncertificate = \"c.pem\"", "without tls.key")]
    [InlineData("[limits]\nsign_in_idle = \"10 min\"", "shorter than sign_in_idle")]
    public void A_mistake_is_one_finding_that_says_what_is_right(string file, string expected)
    {
        (_, IReadOnlyList<ConfigFinding> findings) = Load(file);
        Assert.Contains(expected, Assert.Single(findings).ToString());
    }

    [Fact]
    public void The_environment_overrides_the_file_and_the_command_line_both()
    {
        const string File = "[limits]\nconnections = 5\nidle = \"1 h\"\n[listeners]\nimap = \"127.0.0.1:1\"";
        var environment = new Hashtable
        {
            ["PORT143__LIMITS__CONNECTIONS"] = "6", ["PORT143__LISTENERS__IMAP"] = "127.0.0.1:2",
            ["PORT143__LMTP__TRUSTED"] = "10.0.0.0/8, ::1", ["PATH"] = "/bin", ["PORT143_DATA"] = "/x",
        };
        (Settings settings, IReadOnlyList<ConfigFinding> findings) = Load(File, environment, ("--imap", "127.0.0.1:3"));
        Assert.Empty(findings);
        Assert.Equal(6, settings.Server.Limits.MaxConnections);
        Assert.Equal(TimeSpan.FromHours(1), settings.Server.Limits.Idle);
        Assert.Equal(3, settings.Server.Imap.Port);
        Assert.Equal(2, settings.Server.LmtpOptions.Trusted.Count);
    }

    [Fact]
    public void Mistakes_in_the_environment_name_the_variable()
    {
        (_, IReadOnlyList<ConfigFinding> findings) = Load(
            "", new Hashtable { ["PORT143__LIMITS__CONNECTION"] = "6", ["PORT143__LIMITS__IDLE"] = "soon" });
        Assert.Equal(["PORT143__LIMITS__CONNECTION", "PORT143__LIMITS__IDLE"], findings.Select(f => f.Place.ToString()).Order());
    }

    [Fact]
    public void A_file_that_is_no_text_is_one_finding()
    {
        File.WriteAllBytes(_folder[ConfigFile.FileName], [0xFF, 0xFE, 0x00]);
        Assert.Contains("UTF-8", Assert.Single(ConfigLoader.Load(_folder.Path, new Hashtable(), []).Findings).Problem);
        File.WriteAllBytes(_folder[ConfigFile.FileName], new byte[ConfigFile.MaxBytes + 1]);
        Assert.Contains("bytes", Assert.Single(ConfigLoader.Load(_folder.Path, new Hashtable(), []).Findings).Problem);
    }

    [Theory]
    [InlineData("[\"UIDONLY\"]", "UIDONLY")]
    [InlineData("[\"uidonly\", \"QRESYNC Bob@Example.org\"]", "UIDONLY, QRESYNC bob@example.org")]
    [InlineData("[]", "")]
    public void Capabilities_are_hidden_from_all_or_from_one_account(string value, string hidden)
    {
        (Settings settings, IReadOnlyList<ConfigFinding> findings) = Load($"[imap]\nhide_capabilities = {value}\n");
        Assert.Empty(findings);
        Assert.Equal(hidden, string.Join(", ", settings.Server.HiddenCapabilities));
    }

    [Fact]
    public void Referrals_are_accounts_and_mailboxes_with_urls()
    {
        (Settings settings, IReadOnlyList<ConfigFinding> findings) = Load("""
            [referrals]
            accounts = ["Bob@example.org imap://bob;AUTH=*@other.example.org/"]
            mailboxes = ["Archive/Old imap://other.example.org/Old", "Team Mail imap://a.example.org/T imap://b.example.org/T"]

            """);
        Assert.Empty(findings);
        Assert.Equal("bob@example.org imap://bob;AUTH=*@other.example.org/", Assert.Single(settings.Server.Referrals.Accounts).ToString());
        Assert.Equal(2, settings.Server.Referrals.Mailboxes.Count);
    }

    [Theory]
    [InlineData("accounts = [\"bob@example.org http://other.example.org/\"]")]
    [InlineData("accounts = [\"bob@example.org imap://a/\", \"bob@example.org imap://b/\"]")]
    [InlineData("mailboxes = [\"Old imap://other.example.org/\"]")]
    public void A_referral_to_nowhere_is_a_finding(string line) => Assert.NotEmpty(Load($"[referrals]\n{line}\n").Findings);

    [Theory]
    [InlineData("[\"IMAP4rev1\"]")]
    [InlineData("[\"LOGINDISABLED\"]")]
    [InlineData("[\"UIDONLY bob\"]")]
    [InlineData("[\"\"]")]
    public void What_cannot_be_hidden_is_a_finding(string value) =>
        Assert.NotEmpty(Load($"[imap]\nhide_capabilities = {value}\n").Findings);
}
