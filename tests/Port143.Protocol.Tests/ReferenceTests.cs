using Port143.Protocol.Imap;

namespace Port143.Protocol.Tests;

/// <summary>The library is pure: it knows no socket, no task's scheduler, no clock, no log and no other part but Mail.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void The_assembly_references_nothing_that_does_io()
    {
        string[] names = [.. typeof(ImapFramer).Assembly.GetReferencedAssemblies().Select(a => a.Name!)];
        Assert.Contains("Port143.Mail", names);
        Assert.All(names, name => Assert.True(
            name == "Port143.Mail" || name.StartsWith("System.", StringComparison.Ordinal), name));
        Assert.All(names, name => Assert.DoesNotMatch("Net|IO|Thread|Task|Timer|Logging|Http|Pipes|Process", name));
    }
}
