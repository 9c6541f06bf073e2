using System.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Port143.Configuration;

/// <summary>Reads DATA/port143.toml into entries, with the place of each, and notes what is not TOML.</summary>
internal sealed class ConfigFile
{
    /// <summary>Its name within the data folder.</summary>
    public const string FileName = "port143.toml";

    /// <summary>The largest file that is read.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly string _path;
    private readonly List<ConfigEntry> _entries = [];
    private readonly List<ConfigFinding> _findings = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string _section = "";

    private ConfigFile(string path) => _path = path;

    /// <summary>What the file sets, in order.</summary>
    public IReadOnlyList<ConfigEntry> Entries => _entries;

    /// <summary>What is not TOML, or said twice.</summary>
    public IReadOnlyList<ConfigFinding> Findings => _findings;

    /// <summary>Reads a file; a missing one is empty. Throws <see cref="IOException"/> when it cannot be read.</summary>
    public static ConfigFile Read(string path)
    {
        var file = new ConfigFile(path);
        if (!File.Exists(path))
        {
            return file;
        }
        if (new FileInfo(path).Length > MaxBytes)
        {
            file._findings.Add(new ConfigFinding(new ConfigPlace(path), $"the file has more than {MaxBytes} bytes; it is no configuration of port143", null));
            return file;
        }
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            file._findings.Add(new ConfigFinding(new ConfigPlace(path), "the file is not UTF-8; save it as UTF-8", null));
            return file;
        }
        foreach ((int line, string statement) in ConfigStatements.Split(text))
        {
            file.Statement(line, statement);
        }
        return file;
    }

    private void Statement(int line, string text)
    {
        DocumentSyntax document = SyntaxParser.Parse(text, _path, true);
        if (document.HasErrors)
        {
            DiagnosticMessage first = document.Diagnostics.First(d => d.Kind == DiagnosticMessageKind.Error);
            _findings.Add(new ConfigFinding(Place(line, first.Span), "this is not TOML: " + Sentence(first.Message), Suggest(text)));
            if (text.TrimStart().StartsWith('['))
            {
                _section = "?"; // what follows stands in a table that nobody can name
            }
            return;
        }
        foreach (TableSyntaxBase table in document.Tables)
        {
            _section = Name(table.Name);
            if (table is TableArraySyntax)
            {
                _findings.Add(new ConfigFinding(Place(line, table.Span), "[[...]] makes a list of tables, and there is none", $"[{_section}]"));
            }
            else if (!_seen.Add($"[{_section}]"))
            {
                _findings.Add(new ConfigFinding(Place(line, table.Span), $"[{_section}] stands in the file twice; join the two", null));
            }
        }
        foreach (KeyValueSyntax pair in document.KeyValues)
        {
            Pair(_section, pair, line, 0);
        }
    }

    private void Pair(string section, KeyValueSyntax pair, int line, int depth)
    {
        string path = section.Length == 0 ? Name(pair.Key) : $"{section}.{Name(pair.Key)}";
        if (pair.Value is InlineTableSyntax inline && depth < 4)
        {
            foreach (InlineTableItemSyntax item in inline.Items)
            {
                Pair(path, item.KeyValue!, line, depth + 1);
            }
            return;
        }
        ConfigPlace place = Place(line, pair.Key!.Span);
        if (section == "?")
        {
            return;
        }
        if (!_seen.Add(path))
        {
            _findings.Add(new ConfigFinding(place, $"{path} is set twice; keep one of the two", null));
            return;
        }
        int dot = path.LastIndexOf('.');
        _entries.Add(new ConfigEntry(
            dot < 0 ? "" : path[..dot], path[(dot + 1)..], Value(pair.Value), place, pair.Value?.ToString().Trim() ?? ""));
    }

    private static RawValue? Value(ValueSyntax? value) => value switch
    {
        StringValueSyntax text => new RawValue { Text = text.Value },
        IntegerValueSyntax number => new RawValue { Number = number.Value },
        ArraySyntax array when array.Items.All(i => i.Value is StringValueSyntax) =>
            new RawValue { List = [.. array.Items.Select(i => ((StringValueSyntax)i.Value!).Value!)] },
        _ => null,
    };

    private static string Name(KeySyntax? key) => key is null ? "" : string.Concat(
        Part(key.Key), string.Concat(key.DotKeys.Select(d => "." + Part(d.Key))));

    private static string Part(BareKeyOrStringValueSyntax? part) => part switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };

    private ConfigPlace Place(int line, SourceSpan span) => new(_path, line + span.Start.Line, span.Start.Column + 1);

    private static string Sentence(string message) => char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');

    // For a line that begins with a known name, what it could be.
    private string? Suggest(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = (equals < 0 ? text : text[..equals]).Trim();
        return ConfigKeys.Find(_section, name) is { Default: { } value } ? $"{name} = {value}"
            : text.TrimStart().StartsWith('[') ? $"[{text.Trim(' ', '[', ']', '\t')}]" : null;
    }
}
