using System.Text.RegularExpressions;
using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>The registry, the pages and the table of faults say the same.</summary>
public sealed class RegistryTests
{
    private static readonly IReadOnlyList<DoctorCheck> All = [.. DoctorChecks.Remote, .. DoctorChecks.Server];

    [Fact]
    public void Ids_are_given_once_and_grounds_stand_before()
    {
        foreach (IReadOnlyList<DoctorCheck> checks in (IReadOnlyList<DoctorCheck>[])[DoctorChecks.Remote, DoctorChecks.Server])
        {
            var before = new HashSet<string>();
            foreach (DoctorCheck check in checks)
            {
                Assert.True(before.IsSupersetOf(check.DependsOn), $"{check.Id} stands before one of {string.Join(", ", check.DependsOn)}");
                Assert.True(before.Add(check.Id), check.Id);
            }
        }
    }

    [Fact]
    public void Each_check_has_its_page() => Assert.All(
        All, c => Assert.StartsWith($"# {c.Id}: {c.Title}\n", File.ReadAllText(Path.Combine(Docs, c.Id + ".md")), StringComparison.Ordinal));

    [Fact]
    public void Each_check_has_a_fault_in_the_table_and_each_fault_is_a_test()
    {
        string table = File.ReadAllText(Path.Combine(Docs, "README.md"));
        MatchCollection rows = Regex.Matches(table, @"^\| \[([RS]\d\d)\]\(\1\.md\) \| [^|]+ \| ([^|]+) \|$", RegexOptions.Multiline);
        Assert.Equal(All.Select(c => c.Id).Order(StringComparer.Ordinal), rows.Select(r => r.Groups[1].Value).Order(StringComparer.Ordinal));
        HashSet<string> tests = [.. typeof(RegistryTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Select(m => m.Name)];
        Assert.All(rows, r => Assert.All(r.Groups[2].Value.Split(", "), name => Assert.Contains(name.Trim('`'), tests)));
    }

    [Fact]
    public void The_client_knows_only_what_stands_below_it() => Assert.Subset(
        new HashSet<string> { "Port143.Mail", "Port143.Protocol", "Port143.Storage" },
        typeof(DoctorCheck).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Port143", StringComparison.Ordinal)).ToHashSet());

    private static string Docs
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Port143.slnx")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }
            return Path.Combine(folder, "docs", "doctor");
        }
    }
}
