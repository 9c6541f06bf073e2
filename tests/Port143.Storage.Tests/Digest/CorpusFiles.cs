using System.Formats.Tar;
using System.IO.Compression;

namespace Port143.Storage.Tests.Digest;

/// <summary>Real mail, which is not part of the project; tests that need it are skipped where it is absent.</summary>
internal static class CorpusFiles
{
    public static string Folder()
    {
        string? folder = Environment.GetEnvironmentVariable("PORT143_CORPUS");
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); folder is null && at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Port143.slnx")))
            {
                folder = Path.Combine(at.FullName, "..", "shared", "corpus");
            }
        }
        if (!Directory.Exists(folder))
        {
            Assert.Skip("no corpus: set PORT143_CORPUS");
        }
        return folder;
    }

    /// <summary>The messages of an mbox file, with CRLF line ends as LMTP delivers them.</summary>
    public static List<byte[]> Mbox(string name)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Folder(), name)), CompressionMode.Decompress);
        using var all = new MemoryStream();
        file.CopyTo(all);
        ReadOnlySpan<byte> rest = all.GetBuffer().AsSpan(0, (int)all.Length);
        var messages = new List<byte[]>();
        while (!rest.IsEmpty)
        {
            int start = rest.IndexOf((byte)'\n') + 1;
            int next = rest[start..].IndexOf("\n\nFrom "u8);
            int end = next < 0 ? rest.Length : start + next + 1;
            messages.Add(WithCrlf(rest[start..end]));
            rest = next < 0 ? default : rest[(end + 1)..];
        }
        return messages;
    }

    public static List<(string Name, byte[] Bytes)> Torture()
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Folder(), "torture.tar.gz")), CompressionMode.Decompress);
        using var tar = new TarReader(file);
        var messages = new List<(string, byte[])>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data)
            {
                using var bytes = new MemoryStream();
                data.CopyTo(bytes);
                messages.Add((entry.Name, bytes.ToArray()));
            }
        }
        return messages;
    }

    private static byte[] WithCrlf(ReadOnlySpan<byte> text)
    {
        using var bytes = new MemoryStream(text.Length + 1024);
        byte before = 0;
        foreach (byte b in text)
        {
            if (b == '\n' && before != '\r')
            {
                bytes.WriteByte((byte)'\r');
            }
            bytes.WriteByte(b);
            before = b;
        }
        return bytes.ToArray();
    }
}
