using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Architecture;

/// <summary>tests/ATTACKS.md names tests that are there.</summary>
public sealed partial class AttackTableTests
{
    [Fact]
    public void EveryTestThatIsNamedExists()
    {
        string tests = Path.Combine(Repository.Root, "tests");
        string code = string.Concat(
            Directory.GetFiles(tests, "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Select(File.ReadAllText));
        string[] named = [.. NamePattern().Matches(File.ReadAllText(Path.Combine(tests, "ATTACKS.md"))).Select(m => m.Groups[1].Value).Distinct()];
        Assert.True(named.Length > 50, $"{named.Length}");
        Assert.All(named, name => Assert.Matches($@"\b(void|Task|class) {name}\b", code));
    }

    [GeneratedRegex("`([A-Za-z0-9]+_?[A-Za-z0-9_]*)`(?=[,| ])")]
    private static partial Regex NamePattern();
}
