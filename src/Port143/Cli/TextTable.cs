using System.Text;

namespace Port143.Cli;

/// <summary>Columns of text with a heading, as wide as they must be. What cannot be printed is shown as a question mark.</summary>
internal sealed class TextTable(params string[] heading)
{
    private readonly List<string[]> _rows = [heading];

    /// <summary>Adds a row, one text for each column.</summary>
    public void Add(params string[] row) => _rows.Add([.. row.Select(Printable)]);

    /// <summary>Prints it, the heading only when there are rows.</summary>
    public void Print()
    {
        if (_rows.Count == 1)
        {
            return;
        }
        int[] widths = [.. Enumerable.Range(0, heading.Length).Select(c => _rows.Max(r => r[c].Length))];
        foreach (string[] row in _rows)
        {
            var line = new StringBuilder();
            for (int column = 0; column < row.Length; column++)
            {
                line.Append(row[column].PadRight(widths[column] + 2));
            }
            Console.Out.WriteLine(line.ToString().TrimEnd());
        }
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
