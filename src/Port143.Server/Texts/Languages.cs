using System.Collections.Frozen;

namespace Port143.Server.Texts;

/// <summary>The languages that the server speaks (RFC 5255 section 3.1). A new one is a file beside this one and a line here.</summary>
internal static class Languages
{
    /// <summary>What every session begins with: English that everybody can read (RFC 2277 section 4.5).</summary>
    public static readonly Language Default = new("i-default", null, FrozenDictionary<string, string>.Empty);

    private static readonly Language English = new("en", null, FrozenDictionary<string, string>.Empty);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, German.Language, French.Language, Default];

    /// <summary>The language of the first range that has one, or null. A range is shortened until it fits (RFC 4647 section 3.4).</summary>
    public static Language? Find(IReadOnlyList<string> ranges)
    {
        foreach (string range in ranges)
        {
            if (range.Equals("default", StringComparison.OrdinalIgnoreCase) || range == "*")
            {
                return Default;
            }
            for (string tag = range; tag.Length > 0; tag = Shorter(tag))
            {
                if (All.FirstOrDefault(l => l.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase)) is { } language)
                {
                    return language;
                }
            }
        }
        return null;
    }

    // A single letter before the end goes with what it begins (RFC 4647 section 3.4, step 2).
    private static string Shorter(string tag)
    {
        int dash = tag.LastIndexOf('-');
        if (dash >= 2 && tag[dash - 2] == '-')
        {
            dash -= 2;
        }
        return dash < 0 ? "" : tag[..dash];
    }
}
