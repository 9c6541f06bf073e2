using System.Globalization;

namespace Port143.Load;

/// <summary>Options of the command line: <c>--name value</c>, or <c>--name</c> alone.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    public Arguments(ReadOnlySpan<string> arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new ArgumentException($"{arguments[i]} is no option");
            }
            bool hasValue = i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[arguments[i][2..]] = hasValue ? arguments[++i] : "";
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
