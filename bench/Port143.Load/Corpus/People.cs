using System.Text;

namespace Port143.Load.Corpus;

/// <summary>Made-up senders and recipients, half of them with names beyond ASCII.</summary>
internal static class People
{
    private static readonly string[] Given = ["Ada", "Bjørn", "Chloé", "Dario", "Émile", "Fatou", "Gülay", "Hana", "Ivo", "Jana", "Kofi", "Léa", "Marek", "Nadia", "Otto", "Paweł", "Rhys", "Šárka", "Tove", "Uma", "Vít", "Wanda"];
    private static readonly string[] Family = ["Archer", "Bergström", "Castro", "Dvořák", "Eriksen", "Fontaine", "Grant", "Hašek", "Ito", "Jensen", "Kovács", "López", "Moreau", "Novak", "Özdemir", "Park", "Quinn", "Reyes", "Szabó", "Turner"];
    private static readonly string[] Domains = ["example.com", "example.net", "mail.example", "office.example", "campus.example", "news.example"];

    /// <summary>A mailbox as it stands in a header field.</summary>
    public static string Pick(ref SeededRandom random, string? given = null)
    {
        given ??= Given[random.Next(Given.Length)];
        string name = given + " " + Family[random.Next(Family.Length)];
        return $"{Encode(name)} <p{random.Next(3000)}@{Domain(ref random)}>";
    }

    public static string Domain(ref SeededRandom random) => Domains[random.Next(Domains.Length)];

    /// <summary>An encoded-word (RFC 2047) where the text is not ASCII.</summary>
    public static string Encode(string text) =>
        Ascii.IsValid(text) ? text : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
}
