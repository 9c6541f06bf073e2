namespace Port143.Client.Doctor.Probes;

/// <summary>The replies to one command.</summary>
/// <param name="Tagged">The tagged reply without its tag: <c>OK ...</c>, <c>NO ...</c>, <c>BAD ...</c>.</param>
/// <param name="Untagged">The lines before it.</param>
public sealed record ImapReply(string Tagged, IReadOnlyList<string> Untagged)
{
    /// <summary>Whether the command succeeded.</summary>
    public bool IsOk => Tagged.StartsWith("OK", StringComparison.OrdinalIgnoreCase);

    /// <summary>The response code of the tagged reply, such as <c>AUTHENTICATIONFAILED</c>; empty without one.</summary>
    public string Code
    {
        get
        {
            int open = Tagged.IndexOf('[', StringComparison.Ordinal), close = Tagged.IndexOf(']', StringComparison.Ordinal);
            return open >= 0 && close > open ? Tagged[(open + 1)..close].Split(' ')[0].ToUpperInvariant() : "";
        }
    }
}
