using Port143.Server.Authentication;
using Port143.Server.Referrals;
using Port143.Storage;

namespace Port143.Server.Tests.Scripts;

/// <summary>Every dialogue of <c>scripts/</c>, against a server in this process or the one that the environment names.</summary>
public sealed class ScriptTests(ScriptTests.Shared shared) : IClassFixture<ScriptTests.Shared>
{
    private const string Skipped = "$XunitDynamicSkip$";
    private const string NotAnnounced = "not announced: ";

    public static TheoryData<string> Scripts => [.. Script.Names];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Plays(string name)
    {
        try
        {
            await PlayAsync(name);
            Report(name, "pass", "");
        }
        catch (Exception error)
        {
            Report(
                name,
                error.Message.StartsWith(Skipped + NotAnnounced, StringComparison.Ordinal) ? "missing"
                    : error.Message.StartsWith(Skipped, StringComparison.Ordinal) ? "skip" : "fail",
                error.Message.Replace(Skipped + NotAnnounced, "", StringComparison.Ordinal));
            throw;
        }
    }

    private async Task PlayAsync(string name)
    {
        Script script = Script.Load(name);
        if (ScriptHost.FromEnvironment() is { } host)
        {
            Assert.SkipWhen(script.Settings.Count > 0, "needs settings of its own: " + string.Join(' ', script.Settings.Keys));
            Assert.SkipWhen(script.Accounts > 1 && !host.HasManyAccounts, "needs several accounts");
            TestAccount[] accounts = [.. Enumerable.Range(0, script.Accounts).Select(n => host.AccountOf(name, n))];
            foreach (TestAccount account in accounts)
            {
                await PrepareAsync(host, account);
            }
            using var remote = new ScriptRunner(script, host.Name, host.Port, accounts) { IsLoose = true };
            try
            {
                await remote.RunAsync();
            }
            catch (Exception) when (ScriptNeeds.Missing(remote.LastCommand, host.Announced) is { } missing)
            {
                Assert.Skip(NotAnnounced + missing);
            }
            return;
        }
        if (script.Settings.Count == 0 && script.Accounts == 1)
        {
            await PlayAsync(script, await shared.GetAsync());
            return;
        }
        await using TestServer server = await TestServer.StartAsync(options => Apply(options, script.Settings));
        await PlayAsync(script, server);
    }

    private static async Task PlayAsync(Script script, TestServer server)
    {
        var accounts = new TestAccount[script.Accounts];
        for (int i = 0; i < accounts.Length; i++)
        {
            accounts[i] = await server.AddAccountAsync();
        }
        if (script.Settings.ContainsKey("scram"))
        {
            accounts[0] = accounts[0] with { DevicePassword = (await server.AddDeviceAsync(accounts[0])).Text };
        }
        using var runner = new ScriptRunner(script, "127.0.0.1", server.ImapPort, accounts);
        await runner.RunAsync();
        Assert.Empty(server.Logs.Bugs);
    }

    private static ServerOptions Apply(ServerOptions options, IReadOnlyDictionary<string, string> settings)
    {
        foreach ((string name, string value) in settings)
        {
            options = name switch
            {
                "submit" => options with { SubmitAccounts = [Port143.Mail.AccountAddress.Parse(value)] },
                "utf8" => options with { Utf8 = Enum.Parse<Utf8Support>(value, ignoreCase: true) },
                "cleartext-login" => options with { CleartextLogin = Enum.Parse<CleartextLogin>(value, ignoreCase: true) },
                "annotation-size" => options with { Limits = options.Limits with { AnnotationSize = int.Parse(value) } },
                "annotations" => options with { Limits = options.Limits with { Annotations = int.Parse(value) } },
                "server-comment" => options with { ServerComment = value },
                "server-admin" => options with { ServerAdmin = value },
                "referral-account" => options with { Referrals = options.Referrals with { Accounts = [.. value.Split('|').Select(AccountReferralOf)] } },
                "referral-mailbox" => options with { Referrals = options.Referrals with { Mailboxes = [.. value.Split('|').Select(MailboxReferralOf)] } },
                "quota-set" => options with { OwnersSetQuota = value == "owner" },
                "max-message-size" => options with { Limits = options.Limits with { MaxMessageSize = uint.Parse(value) } },
                "max-connections-per-account" => options with { Limits = options.Limits with { MaxConnectionsPerAccount = int.Parse(value) } },
                "message-limit" => options with { Limits = options.Limits with { MessageLimit = int.Parse(value) } },
                "save-limit" => options with { Limits = options.Limits with { SaveLimit = int.Parse(value) } },
                "notify-mailboxes" => options with { Limits = options.Limits with { NotifyMailboxes = int.Parse(value) } },
                "progress-interval" => options with { Limits = options.Limits with { ProgressInterval = TimeSpan.FromMilliseconds(int.Parse(value)) } },
                "hide-capabilities" => options with { HiddenCapabilities = [.. value.Split(',').Select(Hidden)] },
                "oauth" => options with { SignIn = options.SignIn with { OAuth = new OAuthOptions { Issuer = value, Audience = "port143" } } },
                "anonymous" => options with { SignIn = options.SignIn with { AnonymousAccount = Port143.Mail.AccountAddress.Parse(value) } },
                "scram" => options with { SignIn = options.SignIn with { Scram = Enum.Parse<ScramOffer>(value, ignoreCase: true) } },
                _ => throw new InvalidDataException("there is no setting " + name),
            };
        }
        return options;
    }

    private static HiddenCapability Hidden(string text) =>
        HiddenCapability.TryParse(text, out HiddenCapability? hidden) ? hidden : throw new InvalidDataException(text);

    private static AccountReferral AccountReferralOf(string text) =>
        AccountReferral.TryParse(text, out AccountReferral? referral) ? referral : throw new InvalidDataException(text);

    private static MailboxReferral MailboxReferralOf(string text) =>
        MailboxReferral.TryParse(text, out MailboxReferral? referral) ? referral : throw new InvalidDataException(text);

    // Scripts expect an account as it was made: an empty INBOX, the mailboxes of NewMailbox.Defaults and nothing else.
    private static async Task PrepareAsync(ScriptHost host, TestAccount account)
    {
        using TestClient client = await TestClient.ConnectAsync(host.Name, host.Port);
        await client.SignInAsync(account);
        if (!host.HasManyAccounts)
        {
            await CleanAsync(client);
        }
        foreach (string name in NewMailbox.Defaults.Skip(1).Select(m => m.Name.Value))
        {
            if ((await client.CommandAsync("STATUS " + name + " (MESSAGES)"))[^1].Contains(" NO", StringComparison.Ordinal))
            {
                await client.CommandAsync("CREATE " + name);
            }
            await client.CommandAsync("SUBSCRIBE " + name);
        }
        await client.CommandAsync("SUBSCRIBE INBOX");
        string capabilities = (await client.CommandAsync("CAPABILITY"))[0];
        host.Announced.UnionWith(capabilities.Split(' '));
        Report("#", "capabilities", capabilities);
    }

    private static async Task CleanAsync(TestClient client)
    {
        foreach (string response in (await client.CommandAsync("LIST \"\" *")).AsEnumerable().Reverse())
        {
            string name = response[(response.LastIndexOf(' ') + 1)..].Trim('"');
            if (response.StartsWith("* LIST", StringComparison.Ordinal) && name != "INBOX")
            {
                await client.CommandAsync($"UNSUBSCRIBE \"{name}\"");
                await client.CommandAsync($"DELETE \"{name}\"");
            }
        }
        await client.OkAsync("SELECT INBOX");
        await client.CommandAsync("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        await client.OkAsync("CLOSE");
    }

    private static void Report(string name, string outcome, string reason)
    {
        if (ScriptHost.Report is { Length: > 0 } file)
        {
            string first = reason.Split('\n')[0].Trim().Replace('\t', ' ');
            File.AppendAllText(file, $"{name}\t{outcome}\t{first}\n");
        }
    }

    /// <summary>One server for all scripts that need nothing special; each has an account of its own.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        private TestServer? _server;

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        internal async Task<TestServer> GetAsync() => _server ??= await TestServer.StartAsync();

        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
