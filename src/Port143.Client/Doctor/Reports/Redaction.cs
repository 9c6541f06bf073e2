using System.Text;
using System.Text.RegularExpressions;

namespace Port143.Client.Doctor.Reports;

/// <summary>
/// Takes secrets out of text that leaves the machine: the password in use, values of settings that sound like secrets,
/// credentials of SASL and LOGIN, private keys, and the local parts of addresses. What is left can still be followed: the
/// same address becomes the same word.
/// </summary>
public sealed partial class Redaction(SignInCredentials? signIn)
{
    private const string Removed = "[removed]";
    private readonly Dictionary<string, string> _people = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The text without secrets.</summary>
    public string Clean(string text)
    {
        if (signIn is { Password.Length: > 0 })
        {
            text = text.Replace(signIn.Password, Removed, StringComparison.Ordinal)
                .Replace(Convert.ToBase64String(Encoding.UTF8.GetBytes(signIn.Password)), Removed, StringComparison.Ordinal);
        }
        text = PrivateKey().Replace(text, Removed);
        text = SecretSetting().Replace(text, m => m.Groups["name"].Value + Removed);
        text = Credentials().Replace(text, m => m.Groups["verb"].Value + Removed);
        return Address().Replace(text, m => Person(m.Groups["local"].Value, m.Groups["domain"].Value));
    }

    private string Person(string local, string domain)
    {
        string address = local + "@" + domain;
        if (!_people.TryGetValue(address, out string? person))
        {
            _people[address] = person = $"user{_people.Count + 1}@{domain}";
        }
        return person;
    }

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(?<name>[\w.]*(password|passwd|secret|token|credential|api_?key|private_?key)[\w.]*""?\s*[=:]\s*)(""(\\.|[^""\\])*""|'[^']*'|\S+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SecretSetting();

    [GeneratedRegex(@"(?<verb>\b(AUTHENTICATE\s+[\w-]+|LOGIN\s+(""[^""]*""|\S+)|Bearer|Basic)\s+)(""(\\.|[^""\\])*""|\S+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"(?<local>[\w.!#$%&'*+/=?^`{|}~-]+)@(?<domain>[\w-]+(\.[\w-]+)+)", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
