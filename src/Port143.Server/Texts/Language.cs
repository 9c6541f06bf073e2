using System.Collections.Frozen;

namespace Port143.Server.Texts;

/// <summary>A language that the server speaks: the texts for people, by what they are in English.</summary>
/// <param name="Tag">Its tag (RFC 5646), or i-default (RFC 2277).</param>
/// <param name="Completed">What stands for "NAME completed", with {0} for the name; null for English.</param>
/// <param name="Texts">The other texts; what is missing stays English.</param>
internal sealed record Language(string Tag, string? Completed, FrozenDictionary<string, string> Texts)
{
    /// <summary>The prefix of the mailboxes of others (RFC 5255 section 3.4), in modified UTF-7.</summary>
    public string? OtherUsers { get; init; }

    private const string EnglishCompleted = " completed";

    /// <summary>Whether anything reads other than in English.</summary>
    public bool IsTranslated => Completed is not null;

    /// <summary>A text in this language, or in English where nobody has translated it.</summary>
    public string Translate(string english)
    {
        if (Texts.TryGetValue(english, out string? text))
        {
            return text;
        }
        return Completed is not null && english.EndsWith(EnglishCompleted, StringComparison.Ordinal)
            ? Completed.Replace("{0}", english[..^EnglishCompleted.Length], StringComparison.Ordinal)
            : english;
    }
}
