using System.Text;
using System.Text.Json;
using Port143.Load.Measure;

namespace Port143.Load.Report;

/// <summary>Writes the samples of a comparison as a table in Markdown and as JSON.</summary>
internal static class ComparisonReport
{
    public static int Write(Arguments arguments)
    {
        string file = arguments.Find("in") ?? throw new ArgumentException("report needs --in FILE");
        string folder = arguments.Find("out") ?? throw new ArgumentException("report needs --out FOLDER");
        string about = arguments.Text("about", "");
        List<Sample> samples = [.. SampleFile.Read(file)];
        string[] servers = [.. samples.Select(s => s.Server).Distinct().OrderBy(s => s == ComparisonRow.Ours ? 0 : 1).ThenBy(s => s, StringComparer.Ordinal)];
        ComparisonRow[] rows = [.. Bars.Items.Select(b => new ComparisonRow(b, servers, samples)).Where(r => r.Figures.Count > 0)];
        string markdown = Markdown(rows, servers, samples, about.Length > 0 && File.Exists(about) ? File.ReadAllText(about) : "");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.md"), markdown);
        File.WriteAllBytes(Path.Combine(folder, "report.json"), Json(rows));
        Console.WriteLine(markdown);
        return 0;
    }

    private static string Markdown(ComparisonRow[] rows, string[] servers, List<Sample> samples, string about)
    {
        var text = new StringBuilder("# Comparison\n\n").Append(about.Trim()).Append(about.Length > 0 ? "\n\n" : "");
        text.Append("Median (minimum-maximum) of the runs. \"Ratio\" is how many times better Port143 is than the peer that counts in the row; ")
            .Append("\"CPU\" how many times less server CPU it needs for an operation than the most frugal peer.\n\n| workload | unit |");
        foreach (string server in servers)
        {
            text.Append(' ').Append(server).Append(" |");
        }
        text.Append(" ratio | CPU | at least | moonshot | met |\n|---|---|").Append(string.Concat(servers.Select(_ => "---:|"))).Append("---:|---:|---:|---:|---|\n");
        foreach (ComparisonRow row in rows)
        {
            text.Append("| ").Append(row.Bar.Title).Append(" | ").Append(row.Bar.Unit).Append(" |");
            foreach (string server in servers)
            {
                text.Append(' ').Append(row.Figures.TryGetValue(server, out Figures figures) ? figures.ToString() : "-").Append(" |");
            }
            text.Append(' ').Append(row.Ratio is { } ratio ? Figures.Short(ratio) + "x" : "-")
                .Append(" | ").Append(row.CpuRatio is { } cpu ? Figures.Short(cpu) + "x" : "-")
                .Append(" | ").Append(Goal(row.Bar, row.Bar.AtLeast)).Append(" | ").Append(Goal(row.Bar, row.Bar.Moonshot))
                .Append(" | ").Append(row.MoonshotMet == true ? "moonshot" : row.Met switch { true => "yes", false => "**no**", null => "not measured" }).Append(" |\n");
        }
        int judged = rows.Count(r => r.Met is not null);
        text.Append($"\n{rows.Count(r => r.Met == true)} of {judged} rows reach their bar, {rows.Count(r => r.MoonshotMet == true)} the moonshot.\n");
        foreach (IGrouping<string, Sample> search in samples.Where(s => s.Name.StartsWith("W6", StringComparison.Ordinal)).GroupBy(s => s.Name))
        {
            // The mailbox changes a little between rounds (W7); within a round servers see the same.
            if (search.GroupBy(s => s.Round).Any(r => r.Select(s => s.Value).Distinct().Count() > 1))
            {
                text.Append($"\nThe servers do not agree on {search.Key}: ")
                    .Append(string.Join(", ", search.Select(s => $"{s.Server} round {s.Round} {s.Value:0}"))).Append(" hits.\n");
            }
        }
        double others = samples.Where(s => s.Wall > 0.2).Select(s => s.OtherCpu / s.Wall).DefaultIfEmpty(0).Average();
        text.Append($"\nWhile it was measured, other programs used {others:0.00} of the processors on average");
        text.Append(others > 0.15 ? ": the machine was not quiet; believe the CPU column more than the others.\n" : ".\n");
        return text.ToString();
    }

    private static string Goal(Bar bar, double value) => bar.IsAbsolute ? $"{value} {bar.Unit}" : $"{value}x";

    private static byte[] Json(ComparisonRow[] rows)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (ComparisonRow row in rows)
            {
                json.WriteStartObject();
                json.WriteString("row", row.Bar.Title);
                json.WriteString("unit", row.Bar.Unit);
                json.WriteStartObject("servers");
                foreach ((string server, Figures figures) in row.Figures)
                {
                    json.WriteStartObject(server);
                    json.WriteNumber("median", Math.Round(figures.Median, 4));
                    json.WriteNumber("minimum", Math.Round(figures.Minimum, 4));
                    json.WriteNumber("maximum", Math.Round(figures.Maximum, 4));
                    json.WriteNumber("runs", figures.Count);
                    if (row.Cpu.TryGetValue(server, out double cpu))
                    {
                        json.WriteNumber("server_cpu_us", Math.Round(cpu, 3));
                    }
                    json.WriteEndObject();
                }
                json.WriteEndObject();
                Number("ratio", row.Ratio);
                Number("cpu_ratio", row.CpuRatio);
                json.WriteString("peer", row.Peer);
                json.WriteNumber("at_least", row.Bar.AtLeast);
                json.WriteNumber("moonshot", row.Bar.Moonshot);
                json.WriteBoolean("absolute", row.Bar.IsAbsolute);
                Flag("met", row.Met);
                Flag("moonshot_met", row.MoonshotMet);
                json.WriteEndObject();
            }
            json.WriteEndArray();

            void Number(string name, double? value)
            {
                if (value is { } number)
                {
                    json.WriteNumber(name, Math.Round(number, 3));
                }
                else
                {
                    json.WriteNull(name);
                }
            }

            void Flag(string name, bool? value)
            {
                if (value is { } flag)
                {
                    json.WriteBoolean(name, flag);
                }
                else
                {
                    json.WriteNull(name);
                }
            }
        }
        return buffer.ToArray();
    }
}
