namespace Port143.Client.Doctor.Updates;

/// <summary>The index of versions, after its signature was found good.</summary>
/// <param name="Issued">When it was signed.</param>
/// <param name="Expires">Until when it may be believed.</param>
/// <param name="Releases">The versions.</param>
public sealed record UpdateIndex(DateTimeOffset Issued, DateTimeOffset Expires, IReadOnlyList<Release> Releases)
{
    /// <summary>The newest version, when it is newer than this one; null otherwise.</summary>
    public Release? NewestAfter(string version) => Releases.Where(r => Compare(r.Version, version) > 0).MaxBy(r => r.Version, Comparer<string>.Create(Compare));

    /// <summary>Whether any version after this one fixes a security problem.</summary>
    public bool FixesSecurity(string version) => Releases.Any(r => r.IsSecurity && Compare(r.Version, version) > 0);

    /// <summary>Compares numbers with dots; what stands behind a plus or a hyphen is left out.</summary>
    internal static int Compare(string a, string b)
    {
        int[] x = Numbers(a), y = Numbers(b);
        for (int i = 0; i < Math.Max(x.Length, y.Length); i++)
        {
            int difference = (i < x.Length ? x[i] : 0).CompareTo(i < y.Length ? y[i] : 0);
            if (difference != 0)
            {
                return difference;
            }
        }
        return 0;
    }

    private static int[] Numbers(string version) =>
        [.. version.Split('+', '-')[0].Split('.').Select(p => Mail.AsciiDigits.TryParse(p, int.MaxValue, out ulong number) ? (int)number : 0)];
}
