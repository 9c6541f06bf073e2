namespace Port143.Server.Tests.Scripts;

/// <summary>A server that is not ours, where scripts can be run for comparison; named by environment variables.</summary>
/// <param name="Name">Its host name or address: PORT143_SCRIPT_HOST.</param>
/// <param name="Port">Its port without TLS: PORT143_SCRIPT_PORT.</param>
/// <param name="Account">
/// An account whose mail may be destroyed: PORT143_SCRIPT_USER and PORT143_SCRIPT_PASS. Where the name holds <c>{n}</c>, each
/// script has an account of its own: the number of the script, from 0001, stands there.
/// </param>
internal sealed record ScriptHost(string Name, int Port, TestAccount Account)
{
    /// <summary>The server that the environment names, or null: then the scripts run against one in this process.</summary>
    public static ScriptHost? FromEnvironment() => Read("HOST") is { Length: > 0 } host
        ? new ScriptHost(host, int.Parse(Read("PORT") ?? "143"), new TestAccount(Read("USER") ?? "", Read("PASS") ?? ""))
        : null;

    /// <summary>What it announces after sign-in, as soon as somebody asked.</summary>
    public HashSet<string> Announced { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file that the outcome of each script is written to: PORT143_SCRIPT_REPORT.</summary>
    public static string? Report => Read("REPORT");

    /// <summary>Whether each script has an account of its own, in which nothing happened yet.</summary>
    public bool HasManyAccounts => Account.User.Contains("{n}", StringComparison.Ordinal);

    /// <summary>The account for one script, or one of its several.</summary>
    public TestAccount AccountOf(string script, int which)
    {
        int number = Script.Names.ToList().IndexOf(script) + 1 + which * 400;
        return Account with { User = Account.User.Replace("{n}", number.ToString("0000"), StringComparison.Ordinal) };
    }

    private static string? Read(string name) => Environment.GetEnvironmentVariable("PORT143_SCRIPT_" + name);
}
