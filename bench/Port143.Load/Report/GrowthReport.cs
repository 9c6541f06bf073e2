using System.Globalization;
using System.Text;
using Port143.Load.Measure;

namespace Port143.Load.Report;

/// <summary>Writes what <c>growth</c> measured: growth.md and two plots.</summary>
internal static class GrowthReport
{
    /// <summary>How many times dearer an operation may be in the largest mailbox than in the smallest.</summary>
    private const double Allowed = 2;

    private static readonly (string Name, string Title)[] Operations =
    [
        ("select", "SELECT"), ("status", "STATUS"), ("push", "LMTP to IDLE push"), ("delivery", "delivery by LMTP"), ("fetch", "FETCH of one"),
        ("store", "STORE of one"), ("changedsince", "CHANGEDSINCE"), ("search", "SEARCH, rare word"),
    ];

    public static int Write(Arguments arguments)
    {
        string file = arguments.Find("in") ?? throw new ArgumentException("growth-report needs --in FILE");
        string folder = arguments.Find("out") ?? throw new ArgumentException("growth-report needs --out FOLDER");
        ILookup<string, Sample> samples = SampleFile.Read(file).ToLookup(s => s.Name);
        int[] sizes = [.. samples.Select(s => s.Key.Split(' ')).Where(n => n[0] == "fill").Select(n => int.Parse(n[1], CultureInfo.InvariantCulture)).Order()];
        Directory.CreateDirectory(folder);
        var text = new StringBuilder();
        Table(text, "Median latency in milliseconds", samples, sizes, s => s.P50);
        Table(text, "Server CPU for an operation in microseconds", samples, sizes, s => s.ServerCpu * 1e6 / s.Operations);
        Plot(folder, "growth-latency.svg", "Latency as the mailbox grows", "milliseconds (median)", samples, sizes, s => s.P50);
        Plot(folder, "growth-cpu.svg", "Server CPU for an operation as the mailbox grows", "microseconds", samples, sizes, s => s.ServerCpu * 1e6 / s.Operations);
        foreach (int size in sizes)
        {
            if (Median(samples, $"session memory {size}", s => s.Value) is { } kib)
            {
                text.Append(CultureInfo.InvariantCulture, $"- A session that has the mailbox of {size:#,0} messages selected: {kib:0.0} KiB (bar: 64).\n");
            }
        }
        foreach ((string name, string what) in ((string, string)[])[("stream memory", "read as fast as they come"), ("slow stream memory", "read slowly")])
        {
            if (Median(samples, name, s => s.Value) is { } mib)
            {
                text.Append(CultureInfo.InvariantCulture, $"- BODY[] of 100,000 messages {what}: the server held {mib:0.0} MiB more than before, at the most.\n");
            }
        }
        File.WriteAllText(Path.Combine(folder, "growth.md"), text.ToString());
        Console.WriteLine(text);
        return 0;
    }

    private static void Table(StringBuilder text, string title, ILookup<string, Sample> samples, int[] sizes, Func<Sample, double> figure)
    {
        text.Append(title).Append(":\n\n| operation |");
        foreach (int size in sizes)
        {
            text.Append(' ').Append(size.ToString("#,0", CultureInfo.InvariantCulture)).Append(" |");
        }
        text.Append(" growth | within 2x |\n|---|").Append(string.Concat(sizes.Select(_ => "---:|"))).Append("---:|---|\n");
        foreach ((string name, string operation) in Operations)
        {
            double?[] values = [.. sizes.Select(size => Median(samples, $"{name} {size}", figure))];
            if (values.All(v => v is null))
            {
                continue;
            }
            text.Append("| ").Append(operation).Append(" |");
            foreach (double? value in values)
            {
                text.Append(' ').Append(value is { } number ? Figures.Short(number) : "-").Append(" |");
            }
            double? growth = values[^1] / values[0];
            text.Append(' ').Append(growth is { } g ? Figures.Short(g) + "x" : "-").Append(" | ").Append(growth <= Allowed ? "yes" : "**no**").Append(" |\n");
        }
        text.Append('\n');
    }

    private static void Plot(string folder, string file, string title, string unit, ILookup<string, Sample> samples, int[] sizes, Func<Sample, double> figure)
    {
        var plot = new SvgPlot(title, unit);
        foreach ((string name, string operation) in Operations)
        {
            plot.Add(operation, from size in sizes let y = Median(samples, $"{name} {size}", figure) where y is not null select ((double)size, y.Value));
        }
        File.WriteAllText(Path.Combine(folder, file), plot.Draw());
    }

    private static double? Median(ILookup<string, Sample> samples, string name, Func<Sample, double> figure) => Figures.Of(samples[name].Select(figure))?.Median;
}
