using Port143.Load.Measure;

namespace Port143.Load.Report;

/// <summary>One row of the report: the figures of every server and how far ahead ours is.</summary>
internal sealed class ComparisonRow
{
    public const string Ours = "port143";

    public ComparisonRow(Bar bar, IReadOnlyList<string> servers, IReadOnlyList<Sample> samples)
    {
        Bar = bar;
        foreach (string server in servers)
        {
            Sample[] own = [.. samples.Where(s => s.Name == bar.Sample && s.Server == server)];
            if (Report.Figures.Of(own.Select(bar.Of)) is { } figures)
            {
                Figures[server] = figures;
            }
            if (Report.Figures.Of(own.Where(s => s.ServerCpu > 0).Select(s => s.ServerCpu * 1e6 / s.Operations)) is { } cpu)
            {
                Cpu[server] = cpu.Median;
            }
        }
        if (!Figures.TryGetValue(Ours, out Figures our))
        {
            return;
        }
        string[] peers = [.. servers.Where(s => s != Ours && Figures.ContainsKey(s) && (bar.IsAbsolute || bar.Peer.Length == 0 || bar.Peer == s))];
        if (peers.Length > 0)
        {
            Peer = bar.HigherIsBetter ? peers.MaxBy(p => Figures[p].Median) : peers.MinBy(p => Figures[p].Median);
            Ratio = bar.HigherIsBetter ? our.Median / Figures[Peer!].Median : Figures[Peer!].Median / Math.Max(our.Median, 1e-9);
            if (Cpu.TryGetValue(Ours, out double ourCpu) && Cpu.Keys.Where(peers.Contains).Select(p => Cpu[p]).DefaultIfEmpty(0).Min() is > 0 and double peerCpu)
            {
                CpuRatio = peerCpu / ourCpu;
            }
        }
        Met = bar.IsAbsolute ? our.Median <= bar.AtLeast : Ratio is { } r ? r >= bar.AtLeast : null;
        MoonshotMet = bar.IsAbsolute ? our.Median <= bar.Moonshot : Ratio is { } m ? m >= bar.Moonshot : null;
    }

    public Bar Bar { get; }

    public Dictionary<string, Figures> Figures { get; } = [];

    /// <summary>Median server CPU for one operation, in microseconds.</summary>
    public Dictionary<string, double> Cpu { get; } = [];

    /// <summary>The peer that the ratio is against.</summary>
    public string? Peer { get; }

    /// <summary>How many times better ours is.</summary>
    public double? Ratio { get; }

    /// <summary>How many times less server CPU ours needs than the most frugal peer.</summary>
    public double? CpuRatio { get; }

    public bool? Met { get; }

    public bool? MoonshotMet { get; }
}
