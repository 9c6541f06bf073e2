using System.Text;

namespace Port143.Server.Tests.Connections;

/// <summary>
/// A block of DEFLATE with a code of its own (RFC 1951 section 3.2.7): X is the bit 0, a line end is 1111, A is 10, a tab is 1110,
/// and the end of the block is 110. So any run of zeros and ones can be written.
/// </summary>
internal sealed class SkewedBlock
{
    private const int EndOfBlock = 256;

    private static readonly (int Symbol, string Code)[] Codes = [('\t', "1110"), ('\n', "1111"), ('A', "10"), ('X', "0"), (EndOfBlock, "110")];

    private readonly List<byte> _octets = [];
    private readonly StringBuilder _text = new();
    private int _bits;

    public SkewedBlock()
    {
        Number(0, 1); // not the last block
        Number(2, 2); // with a code of its own
        Number(0, 5); // 257 symbols
        Number(0, 5); // and one distance, which has no code
        Number(14, 4); // the lengths of 18 code lengths follow, in this order
        foreach (int symbol in new[] { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1 })
        {
            Number(symbol switch { 18 or 0 => 2, 1 or 2 or 3 or 4 => 3, _ => 0 }, 3);
        }
        int next = 0;
        foreach ((int symbol, string code) in Codes)
        {
            Zeros(symbol - next);
            Length(code.Length);
            next = symbol + 1;
        }
        Length(0);
    }

    /// <summary>What was written so far; the last octet may be a part of one.</summary>
    public byte[] Octets => [.. _octets];

    /// <summary>What it means.</summary>
    public string Text => _text.ToString();

    public bool IsAtOctet => _bits % 8 == 0;

    public void Write(string text)
    {
        foreach (char c in text)
        {
            Code(Codes.Single(s => s.Symbol == c).Code);
        }
        _text.Append(text);
    }

    /// <summary>Ends the block, and fills the last octet with the beginning of an empty stored block, which follows.</summary>
    public void End()
    {
        Code(Codes.Single(s => s.Symbol == EndOfBlock).Code);
        Number(0, 3);
        while (!IsAtOctet)
        {
            Number(0, 1);
        }
        _octets.AddRange([0x00, 0x00, 0xFF, 0xFF]);
        _bits += 32;
    }

    private void Zeros(int count)
    {
        for (; count >= 11; count -= Math.Min(count, 138))
        {
            Code("01"); // 18: a run of zeros
            Number(Math.Min(count, 138) - 11, 7);
        }
        for (; count > 0; count--)
        {
            Length(0);
        }
    }

    // 0 is 00, 18 is 01, and the others follow with three bits.
    private void Length(int length) => Code(length == 0 ? "00" : Convert.ToString(3 + length, 2));

    // A code goes in from its first bit on, a number from its lowest.
    private void Code(string code)
    {
        foreach (char bit in code)
        {
            Number(bit - '0', 1);
        }
    }

    private void Number(int number, int bits)
    {
        for (int i = 0; i < bits; i++, _bits++)
        {
            if (IsAtOctet)
            {
                _octets.Add(0);
            }
            _octets[^1] |= (byte)((number >> i & 1) << _bits % 8);
        }
    }
}
