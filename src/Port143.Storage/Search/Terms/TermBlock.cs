namespace Port143.Storage.Search.Terms;

/// <summary>
/// A stretch of a segment's dictionary as it is stored: terms in the order of their UTF-8 bytes, each between two zeros, so that one
/// vectorised search finds a pattern in all of them; and for each term its list of contents. The lists' lengths come first (twice
/// the length, plus one for a list of bits), then the lists.
/// </summary>
/// <param name="Field">Where the terms stand.</param>
/// <param name="Terms">The terms.</param>
/// <param name="Lists">Lengths and lists.</param>
internal sealed record TermBlock(TextFields Field, byte[] Terms, byte[] Lists)
{
    /// <summary>Adds to a set the contents of every term that holds a pattern.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="lists">Lengths and lists.</param>
    /// <param name="first">The first content of the segment.</param>
    /// <param name="pattern">The pattern (<see cref="TermNeedle"/>).</param>
    /// <param name="found">The set.</param>
    public static void Find(ReadOnlySpan<byte> terms, ReadOnlySpan<byte> lists, long first, ReadOnlySpan<byte> pattern, ContentSet found)
    {
        int counted = 0, term = -1;
        var cursor = new ListCursor(lists);
        for (int at = 0; at < terms.Length && terms[at..].IndexOf(pattern) is var next and >= 0;)
        {
            int within = at + next + (pattern[0] == 0 ? 1 : 0);
            term += terms[counted..within].Count((byte)0);
            counted = within;
            Postings.AddTo(found, first, cursor.ListOf(term, out bool isBits), isBits);
            at = within + terms[within..].IndexOf((byte)0); // its end begins the next
        }
    }

    /// <summary>Goes through the lists of a block, forwards.</summary>
    public ref struct ListCursor
    {
        private readonly ReadOnlySpan<byte> _lists;
        private int _lengthAt;
        private int _listAt;
        private int _term;

        /// <summary>Begins before the first list.</summary>
        public ListCursor(ReadOnlySpan<byte> lists)
        {
            _lists = lists;
            _listAt = (int)Postings.ReadNumber(lists, ref _lengthAt); // how many bytes the lengths take
            _listAt += _lengthAt;
        }

        /// <summary>The list of a term, which must not be before the one asked for last.</summary>
        public ReadOnlySpan<byte> ListOf(int term, out bool isBits)
        {
            while (true)
            {
                uint length = Postings.ReadNumber(_lists, ref _lengthAt);
                ReadOnlySpan<byte> list = _lists.Slice(_listAt, (int)(length >> 1));
                _listAt += list.Length;
                if (_term++ == term)
                {
                    isBits = (length & 1) != 0;
                    return list;
                }
            }
        }
    }
}
