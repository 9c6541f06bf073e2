using System.Text;
using System.Text.Json;

namespace Port143.Load.Measure;

/// <summary>Samples as JSON lines.</summary>
internal static class SampleFile
{
    public static string Write(Sample sample)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("name", sample.Name);
            json.WriteString("server", sample.Server);
            json.WriteNumber("round", sample.Round);
            json.WriteNumber("operations", sample.Operations);
            json.WriteNumber("bytes", sample.Bytes);
            json.WriteNumber("wall_s", Math.Round(sample.Wall, 6));
            json.WriteNumber("server_cpu_s", Math.Round(sample.ServerCpu, 6));
            json.WriteNumber("client_cpu_s", Math.Round(sample.ClientCpu, 4));
            json.WriteNumber("other_cpu_s", Math.Round(sample.OtherCpu, 3));
            json.WriteNumber("p50_ms", Math.Round(sample.P50, 4));
            json.WriteNumber("p99_ms", Math.Round(sample.P99, 4));
            json.WriteNumber("value", Math.Round(sample.Value, 4));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static IEnumerable<Sample> Read(string file)
    {
        foreach (string line in File.ReadLines(file).Where(l => l.Length > 0))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            yield return new Sample
            {
                Name = row.GetProperty("name").GetString()!,
                Server = row.GetProperty("server").GetString()!,
                Round = row.GetProperty("round").GetInt32(),
                Operations = row.GetProperty("operations").GetInt64(),
                Bytes = row.GetProperty("bytes").GetInt64(),
                Wall = row.GetProperty("wall_s").GetDouble(),
                ServerCpu = row.GetProperty("server_cpu_s").GetDouble(),
                ClientCpu = row.GetProperty("client_cpu_s").GetDouble(),
                OtherCpu = row.GetProperty("other_cpu_s").GetDouble(),
                P50 = row.GetProperty("p50_ms").GetDouble(),
                P99 = row.GetProperty("p99_ms").GetDouble(),
                Value = row.GetProperty("value").GetDouble(),
            };
        }
    }
}
