using System.Globalization;
using System.Text;

namespace Port143.Load.Report;

/// <summary>
/// A plot with logarithmic axes as SVG, legible on light and on dark pages: the text takes a grey that both carry, lines have
/// colours and marks that are told apart without colour as well.
/// </summary>
internal sealed class SvgPlot(string title, string yUnit)
{
    private const int Width = 860, Height = 470, Left = 78, Right = 190, Top = 48, Bottom = 56;
    private static readonly string[] Colours = ["#2f7ed8", "#e07b00", "#2e9e5b", "#d0413f", "#8a63d2", "#a0703c", "#d65da3", "#5f8f9f"];
    private readonly List<(string Name, List<(double X, double Y)> Points)> _lines = [];

    public void Add(string name, IEnumerable<(double X, double Y)> points) => _lines.Add((name, [.. points.Where(p => p.Y > 0)]));

    public string Draw()
    {
        (double X, double Y)[] all = [.. _lines.SelectMany(l => l.Points)];
        double x0 = Math.Floor(Math.Log10(all.Min(p => p.X))), x1 = Math.Ceiling(Math.Log10(all.Max(p => p.X)));
        double y0 = Math.Floor(Math.Log10(all.Min(p => p.Y))), y1 = Math.Ceiling(Math.Log10(all.Max(p => p.Y)));
        x1 = Math.Max(x1, x0 + 1);
        y1 = Math.Max(y1, y0 + 1);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" font-family=\"system-ui,Segoe UI,Helvetica,Arial,sans-serif\" font-size=\"13\" fill=\"#7d8590\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<text x=\"{Left}\" y=\"26\" font-size=\"16\" font-weight=\"600\">{title}</text>\n");
        for (double x = x0; x <= x1; x++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(x):0.#}\" y1=\"{Top}\" x2=\"{X(x):0.#}\" y2=\"{Height - Bottom}\" stroke=\"#7d8590\" stroke-opacity=\"0.3\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(x):0.#}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{Math.Pow(10, x).ToString("#,0", CultureInfo.InvariantCulture)}</text>\n");
        }
        for (double y = y0; y <= y1; y++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{Y(y):0.#}\" x2=\"{Width - Right}\" y2=\"{Y(y):0.#}\" stroke=\"#7d8590\" stroke-opacity=\"0.3\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{Y(y) + 4:0.#}\" text-anchor=\"end\">{Math.Pow(10, y).ToString("#,0.####", CultureInfo.InvariantCulture)}</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">messages in the mailbox</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"20\" y=\"{(Top + Height - Bottom) / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 20 {(Top + Height - Bottom) / 2})\">{yUnit}</text>\n");
        // Names stand beside the ends of their lines, the highest first, apart from each other.
        double free = Top;
        foreach ((int index, (string name, List<(double X, double Y)> points)) in _lines.Index().Where(l => l.Item.Points.Count > 0).OrderByDescending(l => l.Item.Points[^1].Y))
        {
            string colour = Colours[index % Colours.Length];
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" stroke-linejoin=\"round\"{(index % 2 == 1 ? " stroke-dasharray=\"7 4\"" : "")} points=\"");
            svg.AppendJoin(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(Math.Log10(p.X)):0.#},{Y(Math.Log10(p.Y)):0.#}"))).Append("\"/>\n");
            foreach ((double px, double py) in points)
            {
                svg.Append(Mark(index, X(Math.Log10(px)), Y(Math.Log10(py)), colour));
            }
            double end = Y(Math.Log10(points[^1].Y));
            free = Math.Max(free, end - 5);
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-opacity=\"0.6\" points=\"{X(Math.Log10(points[^1].X)) + 6:0.#},{end:0.#} {Width - Right + 14},{free:0.#}\"/>\n");
            svg.Append(Mark(index, Width - Right + 20, free, colour));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right + 30}\" y=\"{free + 4.5:0.#}\" fill=\"{colour}\">{name}</text>\n");
            free += 20;
        }
        return svg.Append("</svg>\n").ToString();

        double X(double log) => Left + (log - x0) / (x1 - x0) * (Width - Left - Right);
        double Y(double log) => Height - Bottom - (log - y0) / (y1 - y0) * (Height - Top - Bottom);
    }

    private static string Mark(int index, double x, double y, string colour) => (index % 3) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" fill=\"{colour}\"/>\n"),
        1 => string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{x - 4:0.#}\" y=\"{y - 4:0.#}\" width=\"8\" height=\"8\" fill=\"{colour}\"/>\n"),
        _ => string.Create(CultureInfo.InvariantCulture, $"<path d=\"M{x - 5:0.#} {y + 4:0.#}h10l-5 -9z\" fill=\"{colour}\"/>\n"),
    };
}
