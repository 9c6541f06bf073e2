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
    public void Each_check_has_its_page_in_its_own_words()
    {
        bool write = Environment.GetEnvironmentVariable("PORT143_WRITE_PAGES") == "1"; // makes the pages anew after a check has changed
        foreach (DoctorCheck check in All)
        {
            string file = Path.Combine(Docs, check.Id + ".md");
            string source = File.ReadAllText(Path.Combine(Sources, check.Id.StartsWith('R') ? "Remote" : "Server", check.GetType().Name + ".cs"));
            foreach ((string call, string shared) in ((string, string)[])
                [("PortWords.AddRemedies(", "Checks/Remote/PortWords.cs"), ("TlsWords.Explain(", "Checks/Remote/TlsWords.cs"), ("LogCauses.Explain(", "Logs/LogCauses.cs")])
            {
                source += source.Contains(call, StringComparison.Ordinal) ? string.Join('\n', File.ReadLines(Path.Combine(Sources, "..", shared)).Where(l => !l.StartsWith("///", StringComparison.Ordinal))) : "";
            }
            string page = DoctorPage.Make(check, source);
            if (write)
            {
                File.WriteAllText(file, page);
            }
            Assert.True(File.Exists(file) && File.ReadAllText(file) == page, $"{file} says something else than the check; run this test with PORT143_WRITE_PAGES=1 and read what it wrote");
        }
    }

    [Fact]
    public void Pages_have_no_command_that_is_cut_off_and_no_placeholder()
    {
        foreach (string file in Directory.GetFiles(Docs, "*.md").Where(f => Regex.IsMatch(Path.GetFileName(f), @"^[RS]\d\d\.md$")))
        {
            foreach (string line in File.ReadLines(file))
            {
                string where = $"{Path.GetFileName(file)}: {line}";
                string[] parts = line.Split('`');
                Assert.True(parts.Length % 2 == 1, $"a command without its end in {where}");
                Assert.All(parts.Where((_, i) => i % 2 == 1), command => Assert.True(command.Length > 1 && command.Trim() == command, $"a command that is cut off in {where}"));
                Assert.False(line.StartsWith("- ", StringComparison.Ordinal) && line.EndsWith(':'), $"nothing behind the colon in {where}");
                Assert.False(Regex.IsMatch(line, @"\{\d|\{[A-Za-z_]+[}.(]|TODO|XXX|\s$|\(\)"), $"a placeholder in {where}");
            }
        }
    }

    // --fix prints a script: what is no command of a shell must be known as such.
    [Fact]
    public void Each_command_is_one_of_a_shell_or_a_line_for_a_file()
    {
        foreach (string file in Directory.GetFiles(Docs, "*.md").Where(f => Regex.IsMatch(Path.GetFileName(f), @"^[RS]\d\d\.md$")))
        {
            string text = File.ReadAllText(file);
            int remedies = text.IndexOf("## What to do", StringComparison.Ordinal);
            foreach (Match match in remedies < 0 ? [] : Regex.Matches(text[remedies..], "`([^`]+)`").AsEnumerable())
            {
                var remedy = new Remedy("", match.Groups[1].Value);
                bool isLine = Regex.IsMatch(remedy.Command!, @"^(<|\[|[\w.]+ ?[=:] ?|TLS_PRIORITY|[\w.\u2026]+\.? (A|SRV|TLSA|CAA|0 issue) )");
                Assert.True(remedy.IsShell != isLine, $"{Path.GetFileName(file)}: is \"{remedy.Command}\" a command of a shell? See Remedy.Programs.");
            }
        }
    }

    [Fact]
    public void There_are_82() => Assert.True(All.Count >= 82, $"{All.Count}");

    [Fact]
    public void Each_check_has_a_fault_in_the_table_and_each_fault_is_a_test()
    {
        string table = File.ReadAllText(Path.Combine(Docs, "README.md"));
        MatchCollection rows = Regex.Matches(table, @"^\| \[([RS]\d\d)\]\(\1\.md\) \| [^|]+ \| ([^|]+) \|$", RegexOptions.Multiline);
        Assert.Equal(All.Select(c => c.Id).Order(StringComparer.Ordinal), rows.Select(r => r.Groups[1].Value).Order(StringComparer.Ordinal));
        HashSet<string> tests = [.. typeof(RegistryTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Select(m => m.Name)];
        // Those in network namespaces run the program itself, and stand with its tests.
        tests.UnionWith(Regex.Matches(File.ReadAllText(Path.Combine(Docs, "..", "..", "tests", "Port143.Tests", "Doctor", "NetworkTests.cs")), @"public async Task (\w+)\(").Select(m => m.Groups[1].Value));
        Assert.All(rows, r => Assert.All(r.Groups[2].Value.Split(", "), name => Assert.Contains(name.Trim('`'), tests)));
    }

    [Fact]
    public void The_client_knows_only_what_stands_below_it() => Assert.Subset(
        new HashSet<string> { "Port143.Mail", "Port143.Protocol", "Port143.Storage" },
        typeof(DoctorCheck).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Port143", StringComparison.Ordinal)).ToHashSet());

    private static string Sources => Path.Combine(Docs, "..", "..", "src", "Port143.Client", "Doctor", "Checks");

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
