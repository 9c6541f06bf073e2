using System.Globalization;
using Port143.Configuration;

namespace Port143.Cli;

/// <summary>Reads and writes limits on the command line.</summary>
internal static class QuotaText
{
    private static readonly (string, long)[] Units =
    [
        ("B", 1), ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("K", 1L << 10), ("M", 1L << 20), ("G", 1L << 30), ("T", 1L << 40),
    ];

    /// <summary>Reads a size such as 5G, or none.</summary>
    public static long? Size(string option, string text) => IsNone(text) ? null
        : UnitText.TryRead(text, Units, out long value) ? value
        : throw new CliException(ExitCode.Usage, $"{option} takes a size such as 500M or 5G, or none; \"{text}\" is neither");

    /// <summary>Reads a number, or none.</summary>
    public static long? Count(string option, string text) => IsNone(text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
        : throw new CliException(ExitCode.Usage, $"{option} takes a number, or none; \"{text}\" is neither");

    /// <summary>Writes a size.</summary>
    public static string Size(long value) => UnitText.Write(value, Units[..5]);

    private static bool IsNone(string text) => text.Equals("none", StringComparison.OrdinalIgnoreCase);
}
