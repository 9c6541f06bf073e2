using System.Buffers;
using System.Text;

namespace Port143.Protocol.Lmtp;

/// <summary>
/// One reply line: a code, an enhanced status code (RFC 3463, RFC 2034) and a text for people (RFC 5321 section 4.2).
/// </summary>
public sealed class LmtpReply
{
    private readonly byte[] _line;

    /// <summary>Makes a reply from its line without CRLF, such as <c>250 2.0.0 OK</c>; printable ASCII only.</summary>
    public LmtpReply(string line)
    {
        if (line.Length is < 4 or > 510 || line.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException("A reply line is 4 to 510 printable ASCII characters.", nameof(line));
        }
        _line = Encoding.ASCII.GetBytes(line + "\r\n");
    }

    /// <summary>The three-digit code.</summary>
    public int Code => (_line[0] - '0') * 100 + (_line[1] - '0') * 10 + _line[2] - '0';

    /// <summary>Whether the reply says yes (2yz).</summary>
    public bool IsPositive => _line[0] == '2';

    /// <summary>Writes the line with CRLF.</summary>
    public void WriteTo(IBufferWriter<byte> output) => output.Write(_line);

    /// <summary>The line without CRLF.</summary>
    public override string ToString() => Encoding.ASCII.GetString(_line, 0, _line.Length - 2);
}
