using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Port143.Server.Tls.Acme;

/// <summary>What a restart must not forget: that tries have failed, and when the next one is due.</summary>
/// <param name="For">What was tried to get; another configuration begins anew.</param>
/// <param name="Failures">How many tries have failed in a row.</param>
/// <param name="Next">When the next one may be.</param>
/// <param name="Error">Why the last one failed.</param>
public sealed record AcmeState(string For, int Failures, DateTimeOffset Next, string Error)
{
    /// <summary>Its name in DATA/tls.</summary>
    public const string FileName = "acme.json";

    /// <summary>Nothing has failed.</summary>
    public static AcmeState None(string what) => new(what, 0, DateTimeOffset.MinValue, "");

    /// <summary>Reads it; one that cannot be read, or is for something else, counts as none.</summary>
    public static AcmeState Read(string folder, string what)
    {
        try
        {
            if (JsonNode.Parse(File.ReadAllText(Path.Combine(folder, FileName))) is JsonObject json && json.Text("for") == what
                && DateTimeOffset.TryParse(json.Text("next"), CultureInfo.InvariantCulture, out DateTimeOffset next)
                && json["failures"] is JsonValue count && count.TryGetValue(out int failures))
            {
                return new AcmeState(what, failures, next, json.Text("error"));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // The next failure writes it anew.
        }
        return None(what);
    }

    /// <summary>Writes it.</summary>
    internal void Write(string folder)
    {
        var json = new JsonObject
        {
            ["for"] = For, ["failures"] = Failures, ["next"] = Next.ToString("u", CultureInfo.InvariantCulture), ["error"] = Error,
        };
        AcmeFile.Write(Path.Combine(folder, FileName), Encoding.UTF8.GetBytes(json.ToJsonString() + "\n"));
    }
}
