using System.Text;

namespace Port143.Configuration;

/// <summary>Writes a configuration file with every key, its default and what there is to know about it.</summary>
internal static class ConfigDescriber
{
    private const int Width = 110;

    /// <summary>The file. Every key is a comment, so it changes nothing until a line is uncommented.</summary>
    public static string Describe()
    {
        var text = new StringBuilder();
        text.AppendLine($"# {ConfigFile.FileName}, in the data folder. Every key has a default; a missing or empty file is a valid one.");
        text.AppendLine("# To change a key, remove the # before it. `port143 config check` finds every mistake with its line.");
        text.AppendLine("# The environment overrides the file (PORT143__LIMITS__IDLE=\"1 h\"), the command line overrides both.");
        foreach ((string section, string about) in ConfigKeys.Sections)
        {
            text.AppendLine().AppendLine($"# {about}").AppendLine($"[{section}]");
            foreach (ConfigKey key in ConfigKeys.All.Where(k => k.Section == section))
            {
                text.AppendLine();
                Comment(text, key.Description);
                Comment(text, $"Takes {key.Takes}.");
                Comment(text, $"Default: {key.Default?.Trim('"') ?? "not set"}, because: {key.Source}." + (key.Option is null ? "" : $" Option: {key.Option}."));
                text.AppendLine($"#{key.Name} = {key.Default ?? "\"PATH\""}");
            }
        }
        return text.ToString();
    }

    private static void Comment(StringBuilder text, string sentence)
    {
        int column = 1;
        text.Append('#');
        foreach (string word in sentence.Split(' '))
        {
            if (column > 1 && column + 1 + word.Length > Width)
            {
                text.Append("\n#");
                column = 1;
            }
            text.Append(' ').Append(word);
            column += 1 + word.Length;
        }
        text.AppendLine();
    }
}
