using System.Globalization;

namespace Port143.Cli;

/// <summary>Moments as text.</summary>
internal static class UtcText
{
    /// <summary>RFC 3339 in UTC, to the second.</summary>
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>To the minute, in UTC, as people read it.</summary>
    public static string Minutes(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
