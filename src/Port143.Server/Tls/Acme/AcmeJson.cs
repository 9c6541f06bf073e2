using System.Text.Json;
using System.Text.Json.Nodes;

namespace Port143.Server.Tls.Acme;

/// <summary>Reads what the authority says; whatever is not as RFC 8555 has it is an <see cref="AcmeException"/>.</summary>
internal static class AcmeJson
{
    /// <summary>An object.</summary>
    public static JsonObject Parse(ReadOnlySpan<byte> json, int maxDepth)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = maxDepth }) as JsonObject ?? throw Bad("no object");
        }
        catch (JsonException error)
        {
            throw Bad(error.Message);
        }
    }

    /// <summary>A member that is text, or "" when it is not there.</summary>
    public static string Text(this JsonObject json, string name) =>
        json.TryGetPropertyValue(name, out JsonNode? node) && node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A member that must be text.</summary>
    public static string Required(this JsonObject json, string name) => json.Text(name) is { Length: > 0 } text ? text : throw Bad($"no \"{name}\"");

    /// <summary>The elements of a member that is a list.</summary>
    public static IEnumerable<JsonNode> List(this JsonObject json, string name) =>
        json.TryGetPropertyValue(name, out JsonNode? node) && node is JsonArray list ? list.OfType<JsonNode>() : [];

    /// <summary>What a problem document says (RFC 7807), in one line.</summary>
    public static string Problem(JsonObject problem)
    {
        string text = problem.Text("detail") is { Length: > 0 } detail ? detail : problem.Text("type");
        foreach (JsonObject part in problem.List("subproblems").OfType<JsonObject>().Take(5))
        {
            text += "; " + part.Text("detail");
        }
        text = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length > 500 ? text[..500] : text.Length > 0 ? text : "no reason given";
    }

    private static AcmeException Bad(string what) => new($"the authority's answer is not as RFC 8555 has it ({what}); is acme.directory right?");
}
