using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

/// <summary>Makes a well-formed message, and notes where its parts are.</summary>
internal sealed class MimeTreeMaker(Random random, string eol)
{
    private readonly StringBuilder _text = new();
    private int _boundaries;

    public List<(PartKinds Kinds, int Parent, int Body, int Length, int Lines)> Truth { get; } = [];

    public byte[] Make()
    {
        Part(-1, 0);
        return Encoding.ASCII.GetBytes(_text.ToString());
    }

    private void Part(int parent, int depth)
    {
        int index = Truth.Count;
        Truth.Add(default);
        int kind = depth > 5 ? random.Next(2) : random.Next(4);
        PartKinds kinds = kind switch { 0 => PartKinds.Text, 1 => PartKinds.None, 2 => PartKinds.Message, _ => PartKinds.Multipart };
        // The number comes first: no boundary is the beginning of another.
        string boundary = $"{_boundaries++}-b";
        Line(kind switch
        {
            0 => random.Next(2) == 0 ? "X: no type" : "Content-Type: text/plain",
            1 => "Content-Type: image/png",
            2 => "Content-Type: message/rfc822",
            _ => $"Content-Type: multipart/mixed;{eol} boundary=\"{boundary}\"",
        });
        Line("");
        int start = _text.Length;
        switch (kind)
        {
            case 2:
                Part(index, depth + 1);
                break;
            case 3:
                for (int i = random.Next(3); i > 0; i--)
                {
                    Line("preamble --" + boundary);
                }
                for (int i = 1 + random.Next(3); i > 0; i--)
                {
                    Line("--" + boundary);
                    Part(index, depth + 1);
                    Line("");
                }
                _text.Append("--").Append(boundary).Append("--");
                for (int i = random.Next(3); i > 0; i--)
                {
                    _text.Append(eol).Append("epilogue");
                }
                break;
            default:
                for (int i = random.Next(4); i > 0; i--)
                {
                    Line(random.Next(3) switch { 0 => "", 1 => "--" + boundary + "x", _ => "text" });
                }
                if (random.Next(2) == 0)
                {
                    _text.Append("last");
                }
                break;
        }
        string body = _text.ToString(start, _text.Length - start);
        int lines = body.Count(c => c == '\n') + (body.Length > 0 && body[^1] != '\n' ? 1 : 0);
        Truth[index] = (kinds, parent, start, body.Length, kind is 0 or 2 ? lines : 0);
    }

    private void Line(string text) => _text.Append(text).Append(eol);
}
