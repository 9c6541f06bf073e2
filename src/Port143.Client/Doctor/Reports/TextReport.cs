using System.Globalization;
using System.Text;

namespace Port143.Client.Doctor.Reports;

/// <summary>The report for people: quiet where all is well, a paragraph where something is to be done.</summary>
public static class TextReport
{
    /// <summary>Writes the line, or the paragraph, of one check; empty for one that is not shown.</summary>
    /// <param name="result">The check.</param>
    /// <param name="verbose">Whether checks without a finding, evidence and times are shown too.</param>
    /// <param name="colour">Whether the mark is coloured.</param>
    public static string Check(CheckResult result, bool verbose, bool colour)
    {
        Finding finding = result.Finding;
        if (!verbose && finding is { Status: CheckStatus.Skipped, IsUnexpected: false })
        {
            return "";
        }
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $" {Mark(finding.Status, colour)} {result.Check.Title,-30} {finding.Message}  ({result.Check.Id})");
        if (verbose)
        {
            text.Append(CultureInfo.InvariantCulture, $" {result.Elapsed.TotalMilliseconds:F0} ms");
        }
        text.Append('\n');
        foreach (string detail in finding.Details)
        {
            Line(text, "", detail);
        }
        if (finding.Status is CheckStatus.Warn or CheckStatus.Fail or CheckStatus.Info)
        {
            if (finding.Cause is { } cause)
            {
                Line(text, "cause", cause);
            }
            foreach (Remedy remedy in finding.Remedies)
            {
                Line(text, "fix", remedy.Text);
                if (remedy.Command is { } command)
                {
                    Line(text, "", "  " + command);
                }
                if (remedy.Url is { } url)
                {
                    Line(text, "", "  " + url);
                }
            }
        }
        if (verbose)
        {
            foreach ((string name, string value) in finding.Evidence)
            {
                Line(text, "saw", $"{name}: {value}");
            }
        }
        return text.ToString();
    }

    /// <summary>The last line: how many of what.</summary>
    public static string Summary(DoctorReport report)
    {
        var parts = new List<string>();
        Add(CheckStatus.Fail, "problem", "problems");
        Add(CheckStatus.Warn, "warning", "warnings");
        Add(CheckStatus.Info, "remark", "remarks");
        parts.Add($"{report.Count(CheckStatus.Ok)} ok");
        if (report.Count(CheckStatus.Skipped) is > 0 and var skipped)
        {
            parts.Add($"{skipped} skipped");
        }
        // The registry is in the order of causes: names, ways, TLS, the conversation, the sign-in.
        CheckResult[] wrong = [.. report.Results.Where(r => r.Finding.Status == CheckStatus.Fail)];
        string begin = wrong.Length > 1 ? $"\nBegin with {wrong[0].Check.Id} ({wrong[0].Check.Title}); what stands below may follow from it.\n" : "\n";
        return $"{begin}{string.Join(", ", parts)}, in {report.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s.  "
            + "Details: -v   Machine: --json   Share: --bundle FILE (secrets removed)\n";

        void Add(CheckStatus status, string one, string many)
        {
            int count = report.Count(status);
            if (count > 0)
            {
                parts.Add($"{count} {(count == 1 ? one : many)}");
            }
        }
    }

    private static void Line(StringBuilder text, string label, string value) => text.Append(CultureInfo.InvariantCulture, $"          {label,-6}{value}\n");

    private static string Mark(CheckStatus status, bool colour)
    {
        (string mark, string code) = status switch
        {
            CheckStatus.Ok => ("[ok]  ", "32"),
            CheckStatus.Info => ("[info]", "36"),
            CheckStatus.Warn => ("[warn]", "33"),
            CheckStatus.Fail => ("[FAIL]", "31"),
            _ => ("[skip]", "90"),
        };
        return colour ? $"\x1b[{code}m{mark}\x1b[0m" : mark;
    }
}
