namespace Port143.Storage.Tests.Formats;

/// <summary>Real mail outside the project's tree: PORT143_CORPUS, or ../shared/corpus beside the repository.</summary>
internal static class Corpus
{
    /// <summary>The folder; skips the test, visibly, when there is none.</summary>
    public static string Folder()
    {
        string? folder = Environment.GetEnvironmentVariable("PORT143_CORPUS");
        for (string? root = AppContext.BaseDirectory; folder is null && root is not null; root = Path.GetDirectoryName(root))
        {
            if (File.Exists(Path.Combine(root, "Port143.slnx")))
            {
                folder = Path.Combine(root, "..", "shared", "corpus");
            }
        }
        if (!Directory.Exists(folder))
        {
            Assert.Skip("No corpus: set PORT143_CORPUS to a folder with ham, newsletters and spam as *.mbox.gz.");
        }
        return folder;
    }

    /// <summary>The unpacked mbox.</summary>
    public static MemoryStream Mbox(string name)
    {
        using var packed = new System.IO.Compression.GZipStream(
            File.OpenRead(Path.Combine(Folder(), name + ".mbox.gz")), System.IO.Compression.CompressionMode.Decompress);
        var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain;
    }
}
