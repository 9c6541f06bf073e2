using System.Text.Json;

namespace Port143.Cli;

/// <summary>JSON on standard output.</summary>
internal static class JsonOutput
{
    /// <summary>Prints what is written, indented.</summary>
    public static void Print(Action<Utf8JsonWriter> write)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            write(json);
        }
        output.WriteByte((byte)'\n');
    }
}
