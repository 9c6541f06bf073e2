using System.Reflection;

namespace Port143.Server.Tests.Architecture;

/// <summary>The arrows of CONTRIBUTING.md, read from the assemblies: Mail, Protocol, Server; Mail, Storage, Server.</summary>
public sealed class AssemblyReferenceTests
{
    // What the sans-IO parts may not know: sockets, tasks' machinery, logs, files, other people's parsers.
    private static readonly string[] BarredFromProtocol =
    [
        "System.Net.Sockets", "System.Net.Security", "System.IO.Pipelines", "System.Threading.Channels", "System.Threading.Timer",
        "Microsoft.Extensions.Logging.Abstractions", "Microsoft.AspNetCore.Connections.Abstractions", "MimeKit",
    ];

    [Theory]
    [InlineData("Port143.Mail")]
    [InlineData("Port143.Protocol", "Port143.Mail")]
    [InlineData("Port143.Storage", "Port143.Mail")]
    [InlineData("Port143.Server", "Port143.Mail", "Port143.Protocol", "Port143.Storage")]
    public void ReferencesAreTheArrows(string assembly, params string[] allowed)
    {
        IEnumerable<string> known = References(assembly).Where(n => n.StartsWith("Port143", StringComparison.Ordinal));
        Assert.Equal(allowed.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Port143.Mail")]
    [InlineData("Port143.Protocol")]
    public void TheLanguageKnowsNoMachinery(string assembly) => Assert.Empty(References(assembly).Intersect(BarredFromProtocol));

    [Fact]
    public void ProjectsNameNoOtherProjects()
    {
        foreach (string project in Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(f => Path.GetFileName(f)!))
        {
            string text = Repository.Read($"src/{project}/{project}.csproj");
            Assert.DoesNotContain("Tests", text, StringComparison.Ordinal);
            if (project is "Port143.Mail" or "Port143.Protocol")
            {
                Assert.DoesNotContain("<PackageReference", text, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!);
}
