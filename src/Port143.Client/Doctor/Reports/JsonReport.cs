using System.Buffers;
using System.Text.Json;

namespace Port143.Client.Doctor.Reports;

/// <summary>The report for programs: <c>schema</c> names its version; fields are added, never renamed.</summary>
public static class JsonReport
{
    /// <summary>The name of the schema.</summary>
    public const string Schema = "port143.doctor/1";

    /// <summary>Writes the report as one JSON object in UTF-8.</summary>
    public static byte[] Write(DoctorReport report, string version)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("target", report.Target);
            json.WriteString("started", report.Started.UtcDateTime);
            json.WriteString("vantage", report.Vantage);
            json.WriteString("version", version);
            json.WriteNumber("elapsed_ms", (long)report.Elapsed.TotalMilliseconds);
            json.WriteStartObject("summary");
            foreach (CheckStatus status in Enum.GetValues<CheckStatus>())
            {
                json.WriteNumber(Word(status), report.Count(status));
            }
            json.WriteEndObject();
            json.WriteStartArray("checks");
            foreach (CheckResult result in report.Results)
            {
                WriteCheck(json, result);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The word for a status: <c>ok</c>, <c>info</c>, <c>skipped</c>, <c>warn</c>, <c>fail</c>.</summary>
    public static string Word(CheckStatus status) => status switch
    {
        CheckStatus.Ok => "ok",
        CheckStatus.Info => "info",
        CheckStatus.Skipped => "skipped",
        CheckStatus.Warn => "warn",
        _ => "fail",
    };

    private static void WriteCheck(Utf8JsonWriter json, CheckResult result)
    {
        Finding finding = result.Finding;
        json.WriteStartObject();
        json.WriteString("id", result.Check.Id);
        json.WriteString("group", result.Check.Group.ToString().ToLowerInvariant());
        json.WriteString("title", result.Check.Title);
        json.WriteString("status", Word(finding.Status));
        json.WriteString("message", finding.Message);
        json.WriteString("cause", finding.Cause);
        json.WriteStartArray("details");
        foreach (string detail in finding.Details)
        {
            json.WriteStringValue(detail);
        }
        json.WriteEndArray();
        json.WriteStartArray("remedy");
        foreach (Remedy remedy in finding.Remedies)
        {
            json.WriteStartObject();
            json.WriteString("text", remedy.Text);
            json.WriteString("command", remedy.Command);
            json.WriteString("url", remedy.Url);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("evidence");
        foreach ((string name, string value) in finding.Evidence)
        {
            json.WriteString(name, value);
        }
        json.WriteEndObject();
        json.WriteNumber("elapsed_ms", (long)result.Elapsed.TotalMilliseconds);
        json.WriteStartArray("depends_on");
        foreach (string id in result.Check.DependsOn)
        {
            json.WriteStringValue(id);
        }
        json.WriteEndArray();
        json.WriteString("docs", $"docs/doctor/{result.Check.Id}.md");
        json.WriteEndObject();
    }
}
