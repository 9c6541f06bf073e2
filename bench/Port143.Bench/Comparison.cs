using System.Text.Json;

namespace Port143.Bench;

/// <summary>Turns the report of a load generator (one JSON object a line) into ratios between two servers of the same run.</summary>
internal static class Comparison
{
    public static int Print(string file, string peer, string ours)
    {
        var rows = new Dictionary<string, Dictionary<string, (List<double> Speed, List<double> Cpu)>>();
        foreach (string line in File.ReadLines(file))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            string server = row.GetProperty("server").GetString()!;
            string name = $"{row.GetProperty("workload").GetString()} {row.GetProperty("variant").GetString()}";
            if (row.GetProperty("run").GetInt32() < 1 && !name.EndsWith("first-run", StringComparison.Ordinal) && !name.StartsWith("prep", StringComparison.Ordinal))
            {
                continue;
            }
            if (!rows.TryGetValue(name, out var servers))
            {
                rows.Add(name, servers = []);
            }
            if (!servers.TryGetValue(server, out (List<double> Speed, List<double> Cpu) figures))
            {
                servers.Add(server, figures = ([], []));
            }
            // SELECT is judged by its latency, everything else by operations a second.
            figures.Speed.Add(name.StartsWith("W2", StringComparison.Ordinal) && row.TryGetProperty("p50_ms", out JsonElement latency)
                ? 1000 / Math.Max(latency.GetDouble(), 0.001)
                : row.GetProperty("ops_per_s").GetDouble());
            figures.Cpu.Add(row.GetProperty("server_us_per_op").GetDouble());
        }
        Console.WriteLine($"{"workload",-46} {peer + "/s",16} {ours + "/s",16} {"faster",8} {"CPU",8}   (median; min-max of the ratio's base figures)");
        foreach ((string name, var servers) in rows)
        {
            if (!servers.TryGetValue(peer, out var theirs) || !servers.TryGetValue(ours, out var own))
            {
                continue;
            }
            Console.WriteLine(
                $"{name,-46} {Median(theirs.Speed),16:N1} {Median(own.Speed),16:N1} {Median(own.Speed) / Median(theirs.Speed),7:N2}x "
                + $"{Median(theirs.Cpu) / Math.Max(Median(own.Cpu), 0.01),7:N2}x   ({theirs.Speed.Min():N0}-{theirs.Speed.Max():N0} / {own.Speed.Min():N0}-{own.Speed.Max():N0})");
        }
        return 0;
    }

    private static double Median(List<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
