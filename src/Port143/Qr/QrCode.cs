using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace Port143.Qr;

/// <summary>A QR code of a text (ISO/IEC 18004, correction level M) for the terminal and as a picture. A quiet zone is around it.</summary>
internal sealed class QrCode : IDisposable
{
    private const int PixelsPerModule = 8;

    private readonly QRCodeData _data;

    /// <summary>Makes the code.</summary>
    public QrCode(string text)
    {
        using var generator = new QRCodeGenerator();
        _data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
    }

    private List<BitArray> Rows => _data.ModuleMatrix;

    /// <summary>
    /// Two rows of modules in a line of text, as half blocks. Light modules are drawn, so that it can be read from a dark terminal;
    /// with <paramref name="color"/> it brings its own black and white, so that it can be read from any.
    /// </summary>
    public string ToText(bool color)
    {
        var text = new StringBuilder();
        for (int y = 0; y < Rows.Count; y += 2)
        {
            text.Append(color ? "\u001b[97;40m" : "");
            for (int x = 0; x < Rows[y].Length; x++)
            {
                bool upper = !Rows[y][x], lower = y + 1 == Rows.Count || !Rows[y + 1][x];
                text.Append(upper ? lower ? '\u2588' : '\u2580' : lower ? '\u2584' : ' ');
            }
            text.Append(color ? "\u001b[0m\n" : "\n");
        }
        return text.ToString();
    }

    /// <summary>A PNG picture.</summary>
    public byte[] ToPng() => new PngByteQRCode(_data).GetGraphic(PixelsPerModule);

    /// <summary>An SVG picture, a path of one unit a module.</summary>
    public string ToSvg()
    {
        var path = new StringBuilder();
        for (int y = 0; y < Rows.Count; y++)
        {
            for (int x = 0; x < Rows[y].Length; x++)
            {
                if (Rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }
        int size = Rows.Count;
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size * PixelsPerModule}" height="{size * PixelsPerModule}" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{path}"/></svg>

            """;
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();
}
