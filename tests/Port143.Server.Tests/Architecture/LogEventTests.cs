using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Architecture;

/// <summary>Every line of the log can be told by its number.</summary>
public sealed partial class LogEventTests
{
    [Fact]
    public void EventIdsAreUniqueOverTheProduct()
    {
        var ids = new Dictionary<string, string>();
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            {
                continue;
            }
            foreach (Match message in MessagePattern().Matches(File.ReadAllText(file)))
            {
                string id = message.Groups[1].Value;
                Assert.True(id.Length > 0, $"{file}: a log message has no event id");
                Assert.True(ids.TryAdd(id, file), $"{file}: event id {id} is taken by {ids.GetValueOrDefault(id)}");
            }
        }
        Assert.NotEmpty(ids);
    }

    [GeneratedRegex(@"\[LoggerMessage\((\d*)")]
    private static partial Regex MessagePattern();
}
