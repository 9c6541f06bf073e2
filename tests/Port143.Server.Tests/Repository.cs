namespace Port143.Server.Tests;

/// <summary>Where the sources are that the tests belong to.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The text of a file, by its path from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Port143.slnx")))
            {
                return folder;
            }
        }
        throw new DirectoryNotFoundException("Port143.slnx is in no folder above " + AppContext.BaseDirectory);
    }
}
