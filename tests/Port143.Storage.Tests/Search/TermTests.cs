using System.Text;
using Port143.Storage.Search;
using Port143.Storage.Search.Terms;

namespace Port143.Storage.Tests.Search;

/// <summary>Terms and patterns against what they stand for: a text within a text.</summary>
public sealed class TermTests
{
    private static readonly string[] Pieces =
    [
        "a", "B", "ab", "word", "WORDS", "7", "x1", " ", " ", "-", "@", ".", "\r\n", "é", "e\u0301", "ß", "ü", "ı", "ſ", "日", "本", "語", "日本語",
        "한", "\u1112\u1161\u11ab", "か\u3099", "😀", "ไทย", "x\u0302", "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklm", "“", "–", "\uFFFD", "\0",
    ];

    [Fact]
    public void A_text_is_in_another_exactly_when_its_patterns_say_so()
    {
        int seed = TestDose.Seed;
        var random = new Random(seed);
        int proofs = 0, found = 0;
        for (int round = 0; round < TestDose.Of(30_000, 1_000_000); round++)
        {
            string text = TextFolding.Fold(Make(random, random.Next(40)));
            string needle = random.Next(3) == 0 || text.Length == 0 ? TextFolding.Fold(Make(random, 1 + random.Next(4))) : Part(text, random);
            if (TermNeedle.Of(needle) is not { } patterns)
            {
                Assert.True(needle.All(c => TermSplitter.Classify(c) == TermCharacter.Separator), $"no patterns for '{needle}' (seed {seed})");
                continue;
            }
            byte[] terms = Terms(text);
            bool isIn = text.Contains(needle, StringComparison.Ordinal);
            bool mayBe = patterns.Patterns.All(p => terms.AsSpan().IndexOf(p) >= 0);
            Assert.True(mayBe || !isIn, $"'{needle}' is in '{text}' (seed {seed})");
            Assert.True(!patterns.IsProof || mayBe == isIn, $"'{needle}' is not in '{text}' (seed {seed})");
            proofs += patterns.IsProof ? 1 : 0;
            found += isIn ? 1 : 0;
        }
        Assert.True(proofs > 1000 && found > 1000);
    }

    [Fact]
    public void Ascii_gives_the_same_terms_without_being_made_characters()
    {
        int seed = TestDose.Seed;
        var random = new Random(seed);
        for (int round = 0; round < TestDose.Of(5_000, 500_000); round++)
        {
            // Runs around the lengths at which terms are cut, of every ASCII character.
            var made = new StringBuilder();
            for (int runs = random.Next(6); runs > 0; runs--)
            {
                made.Append('a', random.Next(3) * TermSplitter.Provable + random.Next(3)).Append((char)random.Next(0x80)).Append((char)random.Next(0x80));
            }
            string text = made.ToString();
            var expected = new List<string>();
            for (var terms = new TermSplitter(TextFolding.Fold(text)); terms.MoveNext();)
            {
                expected.Add(terms.Current.ToString());
            }
            var found = new List<string>();
            for (var terms = new AsciiTermSplitter(Encoding.ASCII.GetBytes(text), new byte[TermSplitter.Longest]); terms.MoveNext();)
            {
                found.Add(Encoding.ASCII.GetString(terms.Current));
            }
            Assert.True(expected.SequenceEqual(found), $"'{text}' (seed {seed})");
        }
    }

    [Fact]
    public void A_table_has_each_term_in_order_with_its_places()
    {
        int seed = TestDose.Seed;
        var random = new Random(seed);
        var table = new TermTable();
        var model = new Dictionary<string, SortedSet<int>>();
        for (int i = 0, place = 0; i < 50_000; i++, place += random.Next(3) == 0 ? 1 : 0)
        {
            string term = new('A', random.Next(12));
            term += random.Next(2) == 0 ? $"{random.Next(3000)}" : $"É{(char)random.Next(1, 40)}";
            model.TryAdd(term, []);
            Assert.Equal(model[term].Add(place), table.Add(Encoding.UTF8.GetBytes(term), place));
        }
        int[] order = table.Sort();
        Assert.Equal(model.Count, order.Length);
        string[] sorted = [.. order.Select(t => Encoding.UTF8.GetString(table.Term(t)))];
        Assert.Equal(model.Keys.Order(Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)))), sorted);
        Assert.All(order, t => Assert.Equal(model[Encoding.UTF8.GetString(table.Term(t))], table.Places(t).ToArray()));
    }

    [Theory]
    [InlineData("schedule", "SCHEDULE", true)]
    [InlineData("ixotrop", "IXOTROP", true)]
    [InlineData("re", "RE", true)]
    [InlineData("日本", "日本", true)]
    [InlineData("日", "日", true)]
    [InlineData("日本語", "日本|本語", false)]
    [InlineData("two words", "\0WORDS|TWO\0", false)]
    [InlineData("ada@example.org", "\0EXAMPLE\0|ADA\0|\0ORG", false)]
    [InlineData("abcdefghijklmnopq", "ABCDEFGHIJKLMNOP|BCDEFGHIJKLMNOPQ", false)]
    public void Patterns(string text, string expected, bool isProof)
    {
        TermNeedle needle = TermNeedle.Of(TextFolding.Fold(text))!;
        Assert.Equal(expected, string.Join('|', needle.Patterns.Select(Encoding.UTF8.GetString)));
        Assert.Equal(isProof, needle.IsProof);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData(" -- ")]
    public void Separators_alone_have_none(string text) => Assert.Null(TermNeedle.Of(text));

    [Fact]
    public void Lists_come_back_as_they_were()
    {
        var random = new Random(TestDose.Seed);
        for (int round = 0; round < 2000; round++)
        {
            int most = random.Next(3) switch { 0 => 20, 1 => 3000, _ => 1_000_000 };
            int[] places = [.. Enumerable.Range(0, 1 + random.Next(300)).Select(_ => random.Next(most)).Distinct().Order()];
            using var sink = new Storage.Digest.ByteSink();
            bool isBits = Postings.Write(places, sink);
            long first = random.Next(200);
            var set = new ContentSet(first + most);
            Postings.AddTo(set, first, sink.Written, isBits);
            Assert.Equal(places.Select(p => first + p), set.ToArray());
            var list = new List<int>();
            Postings.AddTo(list, 7, sink.Written, isBits);
            Assert.Equal(places.Select(p => 7 + p), list);
        }
    }

    private static byte[] Terms(string text)
    {
        var terms = new MemoryStream();
        terms.WriteByte(0);
        var splitter = new TermSplitter(text);
        while (splitter.MoveNext())
        {
            terms.Write(Encoding.UTF8.GetBytes(splitter.Current.ToString()));
            terms.WriteByte(0);
        }
        return terms.ToArray();
    }

    private static string Make(Random random, int pieces)
    {
        var text = new StringBuilder();
        for (int i = 0; i < pieces; i++)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }
        return text.ToString();
    }

    // Whole characters: nobody asks for half a surrogate pair.
    private static string Part(string text, Random random)
    {
        int start = random.Next(text.Length), length = 1 + random.Next(Math.Min(text.Length - start, 24));
        string part = text.Substring(start, length);
        part = char.IsLowSurrogate(part[0]) ? part[1..] : part;
        return part.Length > 0 && char.IsHighSurrogate(part[^1]) ? part[..^1] : part;
    }
}
