using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Configuration;

namespace Port143.Commands;

/// <summary><c>port143 config check</c>: every mistake in the configuration at once.</summary>
internal static class ConfigCheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> data = DataFolder.CreateOption();
        var asJson = new Option<bool>("--json") { Description = "Print a JSON array of objects with source, line, column, problem and suggestion." };
        var command = new Command("check", "Report all mistakes in the file and the environment, each with its place and a line that would be right.")
        {
            asJson, data,
        };
        command.SetAction(parsed => Run(parsed.GetValue(asJson), DataFolder.ExistingFolder(parsed, data)));
        return command;
    }

    private static int Run(bool asJson, string data)
    {
        (_, IReadOnlyList<ConfigFinding> findings, int count) = CommandSettings.Read(data, []);
        if (asJson)
        {
            PrintJson(findings);
        }
        else if (findings.Count > 0)
        {
            foreach (ConfigFinding finding in findings)
            {
                Console.Error.WriteLine(finding);
            }
            Console.Error.WriteLine($"port143: {findings.Count} {(findings.Count == 1 ? "mistake" : "mistakes")}");
        }
        else
        {
            Console.Out.WriteLine($"{Path.Combine(data, ConfigFile.FileName)}: no mistakes, {count} {(count == 1 ? "key" : "keys")} set");
        }
        return findings.Count == 0 ? ExitCode.Ok : ExitCode.Configuration;
    }

    private static void PrintJson(IReadOnlyList<ConfigFinding> findings)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (ConfigFinding finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("source", finding.Place.Source);
                json.WriteNumber("line", finding.Place.Line);
                json.WriteNumber("column", finding.Place.Column);
                json.WriteString("problem", finding.Problem);
                json.WriteString("suggestion", finding.Suggestion);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }
}
