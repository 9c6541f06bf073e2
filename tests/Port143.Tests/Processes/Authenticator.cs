using System.Text.RegularExpressions;
using Port143.Server.Authentication;
using Port143.Tests.Cli;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Processes;

/// <summary>The authenticator of a person: it has the key that <c>port143 totp enable</c> showed.</summary>
internal sealed class Authenticator
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _key;
    private long _last;

    private Authenticator(string text)
    {
        var key = new List<byte>();
        int bits = 0, held = 0;
        foreach (char letter in text)
        {
            bits = (bits << 5) | Alphabet.IndexOf(letter);
            if ((held += 5) >= 8)
            {
                held -= 8;
                key.Add((byte)(bits >> held));
            }
        }
        _key = [.. key];
    }

    /// <summary>What the command printed when it was turned on: the recovery codes.</summary>
    public string[] RecoveryCodes { get; private set; } = [];

    /// <summary>Turns the second factor of an account on.</summary>
    public static async Task<Authenticator> EnableAsync(string data, string address)
    {
        Outcome begun = await RunAsync("totp", "enable", address, "--data", data);
        Assert.Equal(0, begun.Code);
        var authenticator = new Authenticator(Regex.Match(begun.Output, "key: (.+)\n").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        Outcome confirmed = await RunAsync("totp", "confirm", address, authenticator.NextCode(), "--data", data);
        Assert.True(confirmed.Code == 0, confirmed.Errors);
        authenticator.RecoveryCodes = confirmed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return authenticator;
    }

    /// <summary>A code that nobody has used: of this half minute, or the next when that one is spent.</summary>
    public string NextCode()
    {
        _last = Math.Max(_last + 1, Totp.StepAt(DateTimeOffset.UtcNow));
        return $"{Totp.Code(_key, _last):000000}";
    }
}
