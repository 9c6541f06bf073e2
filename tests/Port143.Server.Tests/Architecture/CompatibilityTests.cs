using System.Text.RegularExpressions;
using Port143.Server.Tests.Scripts;

namespace Port143.Server.Tests.Architecture;

/// <summary>Every line of <c>compatibility.md</c> names a dialogue or a test that is there, or a constant in backquotes.</summary>
public sealed class CompatibilityTests
{
    [Fact]
    public void EveryLineIsShownBySomething()
    {
        string tests = string.Concat(
            Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        string[][] rows =
        [
            .. Repository.Read("compatibility.md").Split('\n').Where(l => l.StartsWith('|')).Skip(2)
                .Select(l => l.Trim('|').Split('|').Select(c => c.Trim()).ToArray()),
        ];
        Assert.NotEmpty(rows);
        foreach (string[] row in rows)
        {
            Assert.Equal(5, row.Length);
            Assert.Matches(@"^\d{4}-\d\d-\d\d$", row[3]);
            foreach (string shown in row[4].Split(", ").Where(s => !s.StartsWith('`')))
            {
                Assert.True(
                    Script.Names.Contains(shown) || Regex.IsMatch(tests, $@"\b{Regex.Escape(shown)}\("), $"nothing shows \"{row[1]}\": {shown}");
            }
        }
    }
}
