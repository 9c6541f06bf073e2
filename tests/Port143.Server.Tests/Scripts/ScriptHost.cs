namespace Port143.Server.Tests.Scripts;

/// <summary>A server that is not ours, where scripts can be run for comparison; named by environment variables.</summary>
/// <param name="Name">Its host name or address: PORT143_SCRIPT_HOST.</param>
/// <param name="Port">Its port without TLS: PORT143_SCRIPT_PORT.</param>
/// <param name="Account">An account whose mail may be destroyed: PORT143_SCRIPT_USER and PORT143_SCRIPT_PASS.</param>
internal sealed record ScriptHost(string Name, int Port, TestAccount Account)
{
    /// <summary>The server that the environment names, or null: then the scripts run against one in this process.</summary>
    public static ScriptHost? FromEnvironment() => Read("HOST") is { Length: > 0 } host
        ? new ScriptHost(host, int.Parse(Read("PORT") ?? "143"), new TestAccount(Read("USER") ?? "", Read("PASS") ?? ""))
        : null;

    private static string? Read(string name) => Environment.GetEnvironmentVariable("PORT143_SCRIPT_" + name);
}
