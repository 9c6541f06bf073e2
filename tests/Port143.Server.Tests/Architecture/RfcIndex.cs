namespace Port143.Server.Tests.Architecture;

/// <summary>The tables of <c>docs/rfc/index.md</c>.</summary>
internal static class RfcIndex
{
    /// <summary>The rows below a heading, each as its cells.</summary>
    public static IReadOnlyList<string[]> Rows(string heading) =>
    [
        .. Repository.Read("docs/rfc/index.md").Split('\n')
            .SkipWhile(line => line != "## " + heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray()),
    ];

    /// <summary>The names in a cell.</summary>
    public static string[] Names(string cell) => cell.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A path of the index as one from the root.</summary>
    public static string PathOf(string cell) => cell.StartsWith("src/", StringComparison.Ordinal) ? cell : "src/Port143.Server/" + cell;
}
