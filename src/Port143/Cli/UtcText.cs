using System.Globalization;

namespace Port143.Cli;

/// <summary>Moments as text.</summary>
internal static class UtcText
{
    /// <summary>RFC 3339 in UTC, to the second.</summary>
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
