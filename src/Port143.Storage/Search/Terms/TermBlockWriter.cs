using Port143.Storage.Digest;

namespace Port143.Storage.Search.Terms;

/// <summary>Makes blocks of terms that come in order.</summary>
internal sealed class TermBlockWriter(Action<TermBlock> write) : IDisposable
{
    // A block is read whole when a pattern is in it.
    private const int MostTerms = 16 * 1024;
    private const int MostLists = 96 * 1024;

    private readonly ByteSink _terms = new(MostTerms + 256);
    private readonly ByteSink _lengths = new();
    private readonly ByteSink _lists = new(MostLists);
    private TextFields _field;

    /// <summary>Adds a term of a field, after all before it, with at least one place.</summary>
    public void Add(TextFields field, ReadOnlySpan<byte> term, ReadOnlySpan<int> places)
    {
        if (field != _field || _terms.Length > MostTerms || _lists.Length > MostLists)
        {
            Flush();
            _field = field;
            _terms.Add(0);
        }
        _terms.Add(term);
        _terms.Add(0);
        int start = _lists.Length;
        bool isBits = Postings.Write(places, _lists);
        Postings.WriteNumber((uint)(_lists.Length - start) << 1 | (isBits ? 1u : 0), _lengths);
    }

    /// <summary>Writes what is left.</summary>
    public void Flush()
    {
        if (_terms.Length == 0)
        {
            return;
        }
        using var lists = new ByteSink(_lists.Length + _lengths.Length + 5);
        Postings.WriteNumber((uint)_lengths.Length, lists);
        lists.Add(_lengths.Written);
        lists.Add(_lists.Written);
        write(new TermBlock(_field, _terms.ToArray(), lists.ToArray()));
        _terms.Truncate(0);
        _lengths.Truncate(0);
        _lists.Truncate(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _terms.Dispose();
        _lengths.Dispose();
        _lists.Dispose();
    }
}
