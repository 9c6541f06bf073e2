using System.Buffers;
using System.Text;

namespace Port143.Storage.Search;

/// <summary>Looks for an ASCII text in bytes, with or without regard to case: vectorised for its rarest letter, then compared.</summary>
internal sealed class AsciiNeedle
{
    private static ReadOnlySpan<byte> CommonFirst => " etaoinsrhldcumfpgwybvkxjqz"u8;

    private readonly byte[] _text;
    private readonly bool _exact;
    private readonly int _rarest;
    private readonly SearchValues<byte> _rare;

    /// <summary>Prepares a text, which must be ASCII and not empty.</summary>
    public AsciiNeedle(string text, bool exact = false)
    {
        _exact = exact;
        _text = Encoding.ASCII.GetBytes(text);
        int rank = -1;
        for (int i = 0; i < _text.Length; i++)
        {
            int place = CommonFirst.IndexOf((byte)char.ToLowerInvariant((char)_text[i]));
            // Digits and punctuation are rare in text.
            place = place < 0 ? 20 : place;
            if (place > rank)
            {
                rank = place;
                _rarest = i;
            }
        }
        char rare = (char)_text[_rarest];
        _rare = exact ? SearchValues.Create([(byte)rare])
            : SearchValues.Create([(byte)char.ToLowerInvariant(rare), (byte)char.ToUpperInvariant(rare)]);
    }

    /// <summary>Whether the bytes hold the text.</summary>
    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        int last = bytes.Length - _text.Length;
        for (int at = 0; at <= last; at++)
        {
            int next = bytes.Slice(at + _rarest, last - at + 1).IndexOfAny(_rare);
            if (next < 0)
            {
                return false;
            }
            at += next;
            ReadOnlySpan<byte> found = bytes.Slice(at, _text.Length);
            if (_exact ? found.SequenceEqual(_text) : Ascii.EqualsIgnoreCase(found, _text))
            {
                return true;
            }
        }
        return false;
    }
}
