using System.Collections;
using Port143.Server.Tls;

namespace Port143.Configuration;

/// <summary>Joins the defaults, the file, the environment and the command line, in this order; the later wins.</summary>
internal static class ConfigLoader
{
    private const string Prefix = "PORT143__";

    /// <summary>
    /// Reads everything. The settings are usable when there is no finding. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> when the file is there and cannot be read.
    /// </summary>
    public static (Settings Settings, IReadOnlyList<ConfigFinding> Findings, int Count) Load(
        string dataFolder, IDictionary environment, IEnumerable<(ConfigKey Key, string Text)> options)
    {
        ConfigFile file = ConfigFile.Read(Path.Combine(dataFolder, ConfigFile.FileName));
        var findings = new List<ConfigFinding>(file.Findings);
        Settings settings = Settings.For(dataFolder);
        var places = new Dictionary<string, ConfigPlace>(StringComparer.Ordinal);
        var entries = new List<ConfigEntry>(file.Entries);
        entries.AddRange(FromEnvironment(environment));
        entries.AddRange(options.Select(o => new ConfigEntry(o.Key.Section, o.Key.Name, RawValue.Untyped(o.Text), new ConfigPlace(o.Key.Option!), o.Text)));
        foreach (ConfigEntry entry in entries)
        {
            if (ConfigKeys.Find(entry.Section, entry.Name) is not { } key)
            {
                findings.Add(Unknown(entry));
                continue;
            }
            places[key.FullName] = entry.Place;
            string? problem = entry.Value is null
                ? $"{entry.Written} does not fit: {key.FullName} takes {key.Takes}"
                : key.Apply(entry.Value, ref settings);
            if (problem is not null)
            {
                findings.Add(new ConfigFinding(
                    entry.Place, problem, key.Default is { } line && entry.Value?.IsUntyped != true ? $"{key.Name} = {line}" : null));
            }
        }
        findings.AddRange(ConfigRules.Check(settings, name => places.GetValueOrDefault(name, new ConfigPlace(name))));
        return (WithFullPaths(settings, dataFolder), [.. findings.OrderBy(f => f.Place.Line)], entries.Count);
    }

    private static IEnumerable<ConfigEntry> FromEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            string path = name[Prefix.Length..].ToLowerInvariant();
            int cut = path.IndexOf("__", StringComparison.Ordinal);
            var text = (string?)variable.Value ?? "";
            yield return new ConfigEntry(
                cut < 0 ? "" : path[..cut], cut < 0 ? path : path[(cut + 2)..], RawValue.Untyped(text), new ConfigPlace(name), text);
        }
    }

    private static ConfigFinding Unknown(ConfigEntry entry)
    {
        bool fromFile = entry.Value?.IsUntyped != true;
        if (ConfigKeys.Sections.All(s => s.Name != entry.Section))
        {
            string? near = Nearest.Find(entry.Section, ConfigKeys.Sections.Select(s => s.Name));
            ConfigKey? elsewhere = ConfigKeys.All.FirstOrDefault(k => k.Name == entry.Name && (near is null || k.Section == near));
            string where = entry.Section.Length == 0 ? $"{entry.Name} stands in no table" : $"there is no table [{entry.Section}]";
            return new ConfigFinding(
                entry.Place,
                where + (elsewhere is not null ? $"; {entry.Name} belongs in [{elsewhere.Section}]" : near is null ? "" : $"; did you mean [{near}]?"),
                fromFile && (elsewhere?.Section ?? near) is { } section ? $"[{section}]" : null);
        }
        string? name = Nearest.Find(entry.Name, ConfigKeys.All.Where(k => k.Section == entry.Section).Select(k => k.Name));
        ConfigKey? other = ConfigKeys.All.FirstOrDefault(k => k.Name == entry.Name);
        string hint = other is not null ? $"; it belongs in [{other.Section}]" : name is null ? "" : $"; did you mean {name}?";
        return new ConfigFinding(
            entry.Place, $"[{entry.Section}] has no key {entry.Name}{hint}",
            fromFile && other is null && name is not null ? $"{name} = {entry.Written}" : null);
    }

    private static Settings WithFullPaths(Settings settings, string dataFolder) => settings with
    {
        TlsCertificate = settings.TlsCertificate is { } certificate ? Path.GetFullPath(certificate, dataFolder) : null,
        ClientCa = settings.ClientCa is { } authorities ? Path.GetFullPath(authorities, dataFolder) : null,
        MoreCertificates = settings.MoreCertificates.Count == 0 ? settings.MoreCertificates : [.. settings.MoreCertificates.Select(
            c => new CertificateFiles(Path.GetFullPath(c.Certificate, dataFolder), Path.GetFullPath(c.Key, dataFolder)))],
        Acme = settings.Acme with
        {
            DnsHook = settings.Acme.DnsHook is { } hook ? Path.GetFullPath(hook, dataFolder) : null,
            Ca = settings.Acme.Ca is { } ca ? Path.GetFullPath(ca, dataFolder) : null,
        },
        TlsKey = settings.TlsKey is { } key ? Path.GetFullPath(key, dataFolder) : null,
    };
}
