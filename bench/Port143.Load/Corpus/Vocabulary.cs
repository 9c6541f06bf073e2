namespace Port143.Load.Corpus;

/// <summary>Eight thousand made-up words, the first much more frequent than the last, as in a language.</summary>
internal sealed class Vocabulary
{
    private const int Size = 8000;
    private static readonly string[] Onsets = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl", "gr", "sh", ""];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ei", "ou", "ea"];
    private static readonly string[] Codas = ["", "", "n", "r", "s", "l", "nd", "st", "m"];
    private readonly string[] _words = new string[Size];

    public Vocabulary(ulong seed)
    {
        var random = new SeededRandom(seed, 1);
        for (int i = 0; i < Size; i++)
        {
            // Frequent words are short.
            int syllables = i < 100 ? 1 : i < 1500 ? 2 : 2 + random.Next(3);
            string word = "";
            for (int s = 0; s < syllables; s++)
            {
                word += Onsets[random.Next(Onsets.Length)] + Vowels[random.Next(Vowels.Length)] + Codas[random.Next(Codas.Length)];
            }
            _words[i] = word;
        }
    }

    /// <summary>A word, the frequent ones more often.</summary>
    public string Pick(ref SeededRandom random)
    {
        double u = random.NextDouble();
        return _words[(int)(Size * u * u * u)];
    }
}
