using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>Which server it is, as far as it says so, so that nobody is told the settings of another one.</summary>
internal static class Products
{
    private static readonly string[] Names = ["Port143", "Dovecot", "Cyrus", "Courier"];

    /// <summary>The finding with the remedies for this server, or for all where it does not say what it is.</summary>
    public static Finding Only(ImapReport talk, Finding finding)
    {
        string said = $"{talk.Greeting} {talk.Id}";
        string? product = Names.FirstOrDefault(n => said.Contains(n, StringComparison.OrdinalIgnoreCase));
        Remedy[] fitting = [.. finding.Remedies.Where(r => Names.All(n => n == product || !r.Text.Contains($" in {n}", StringComparison.Ordinal)))];
        return product is null || fitting.Length == 0 ? finding : finding with { Remedies = fitting };
    }
}
