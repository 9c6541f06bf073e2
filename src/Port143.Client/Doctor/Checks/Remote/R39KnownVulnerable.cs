using System.Text.RegularExpressions;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R39: what the server calls itself is no version with well-known holes.</summary>
internal sealed partial class R39KnownVulnerable() : DoctorCheck("R39", "version", CheckGroup.Imap, "R12")
{
    // The first version that is free of each, per branch.
    private static readonly (string Product, Version Fixed, string What)[] Holes =
    [
        ("Dovecot", new Version(2, 2, 36, 4), "CVE-2019-11500"),
        ("Dovecot", new Version(2, 3, 7, 2), "CVE-2019-11500"),
        ("Dovecot", new Version(2, 3, 14, 1), "CVE-2021-33515 (STARTTLS injection, submission)"),
        ("Dovecot", new Version(2, 3, 21, 1), "CVE-2024-23184, CVE-2024-23185"),
        ("Cyrus IMAP", new Version(3, 0, 16), "CVE-2021-33582"),
        ("Cyrus IMAP", new Version(3, 2, 8), "CVE-2021-33582"),
        ("Cyrus IMAP", new Version(3, 4, 2), "CVE-2021-33582"),
        ("Cyrus IMAP", new Version(3, 8, 3), "CVE-2024-34055"),
        ("Cyrus IMAP", new Version(3, 6, 5), "CVE-2024-34055"),
        ("Courier-IMAP", new Version(5, 1, 3), "CVE-2021-38084 (STARTTLS injection)"),
    ];

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        string[] said = [.. talks.SelectMany(t => (string?[])[t.Greeting, t.Id]).OfType<string>().Distinct()];
        foreach ((string product, Version fixedIn, string what) in Holes)
        {
            string word = product.Split(' ', '-')[0];
            string? line = said.FirstOrDefault(s => s.Contains(word, StringComparison.OrdinalIgnoreCase));
            // Each branch has its own first good version.
            if (line is not null && VersionIn(line[line.IndexOf(word, StringComparison.OrdinalIgnoreCase)..]) is { } version
                && version.Major == fixedIn.Major && version.Minor == fixedIn.Minor && version < fixedIn)
            {
                return (DistributionPattern().IsMatch(line)
                        ? Finding.Info($"{product} {version} had known holes ({what}); this is a distribution's package, which carries corrections under the old number.")
                            .Do("See that its updates are installed.", "apt list --upgradable")
                        : Finding.Warn($"{product} {version} has known holes ({what}).")
                            .Do("Update it; a distribution's package may carry the correction under the old number.", "apt list --upgradable"))
                    .Saw("said", line);
            }
        }
        return talks.Any(t => t.IsImap) ? Finding.Ok(said.Any(s => VersionIn(s) is not null) ? "none with well-known holes" : "the server does not tell its version") : Finding.Skipped("no greeting was reached");
    }

    private static Version? VersionIn(string text) =>
        VersionPattern().Match(text) is { Success: true } match && Version.TryParse(match.Value, out Version? version) ? version : null;

    [GeneratedRegex(@"\b\d{1,4}\.\d{1,4}(\.\d{1,4}){0,2}\b", RegexOptions.NonBacktracking)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"Debian|Ubuntu|\+deb\d|\.el\d|\.fc\d", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex DistributionPattern();
}
