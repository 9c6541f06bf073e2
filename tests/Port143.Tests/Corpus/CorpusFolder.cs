using System.Formats.Tar;
using System.IO.Compression;

namespace Port143.Tests.Corpus;

/// <summary>Real mail outside the project's tree: PORT143_CORPUS, or ../shared/corpus beside the repository.</summary>
internal static class CorpusFolder
{
    /// <summary>The folder; skips the test, visibly, when there is none.</summary>
    public static string Find()
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
            Assert.Skip("No corpus: set PORT143_CORPUS to a folder with ham, newsletters, spam (*.mbox.gz) and torture.tar.gz.");
        }
        return folder;
    }

    public static byte[] Mbox(string name)
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Find(), name + ".mbox.gz")), CompressionMode.Decompress);
        var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>The malformed and odd messages, by name.</summary>
    public static List<(string Name, byte[] Bytes)> Torture()
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Find(), "torture.tar.gz")), CompressionMode.Decompress);
        using var archive = new TarReader(packed);
        var files = new List<(string, byte[])>();
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not null)
            {
                var bytes = new MemoryStream();
                entry.DataStream.CopyTo(bytes);
                files.Add((Path.GetFileName(entry.Name), bytes.ToArray()));
            }
        }
        return files;
    }
}
