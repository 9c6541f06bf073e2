using System.Globalization;

namespace Port143.Load.Report;

/// <summary>The median of some runs, with the least and the most.</summary>
internal readonly record struct Figures(double Median, double Minimum, double Maximum, int Count)
{
    /// <summary>Null when there is no run.</summary>
    public static Figures? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : new Figures(
            sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2,
            sorted[0],
            sorted[^1],
            sorted.Length);
    }

    public override string ToString() => $"{Short(Median)} ({Short(Minimum)}-{Short(Maximum)})";

    /// <summary>Three digits that matter.</summary>
    public static string Short(double value)
    {
        double size = Math.Abs(value);
        string format = size >= 100 ? "#,0" : size >= 10 ? "0.0" : size >= 1 ? "0.00" : "0.000";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
