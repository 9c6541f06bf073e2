using System.Text;
using Port143.Storage.Search;

namespace Port143.Storage.Threading;

/// <summary>
/// Gives numbers to message ids and base subjects. Only grows; used by one loader at a time, while columns that were made earlier
/// go on with the numbers that they have.
/// </summary>
internal sealed class ThreadNumbers(Collation collation)
{
    private const int IdWeight = 56;
    private const int SubjectWeight = 80;

    private readonly Dictionary<UInt128, int> _ids = [];
    private readonly Dictionary<string, int> _subjects = new(StringComparer.Ordinal) { [""] = 0 };
    private char[] _text = new char[1024];
    private long _characters;

    public int Ids => _ids.Count;

    public int Subjects => _subjects.Count;

    /// <summary>About how many bytes it takes.</summary>
    public long Weight => _ids.Count * (long)IdWeight + _subjects.Count * (long)SubjectWeight + _characters * sizeof(char);

    public int OfId(UInt128 id)
    {
        ref int number = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_ids, id, out bool exists);
        if (!exists)
        {
            number = _ids.Count - 1;
        }
        return number;
    }

    /// <summary>The number of a base subject in UTF-8, compared as the comparator does.</summary>
    public int OfSubject(ReadOnlySpan<byte> subject)
    {
        if (_text.Length < subject.Length * 2)
        {
            _text = new char[subject.Length * 2];
        }
        int length = Encoding.UTF8.GetChars(subject, _text);
        ReadOnlySpan<char> text = _text.AsSpan(length, TextFolding.Fold(_text.AsSpan(0, length), _text.AsSpan(length), collation));
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _subjects.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out int number))
        {
            number = _subjects.Count;
            lookup[text] = number;
            _characters += text.Length;
        }
        return number;
    }
}
