using Port143.Mail;
namespace Port143.Storage.Formats;

/// <summary>
/// Finds out what lies at a path: an mbox file, a message, a Maildir (with Maildir++ folders <c>.Sub.Folder</c>), or a tree of
/// folders with any of them in it, such as a profile of Thunderbird (<c>Name</c> and <c>Name.sbd</c>), Apple Mail
/// (<c>Name.mbox/mbox</c>) or what <c>export</c> wrote. Links to folders are not followed.
/// </summary>
internal static class ImportSources
{
    private const int MaxDepth = 64;

    /// <summary>The sources at a path in the order of their names; empty when nothing there looks like mail.</summary>
    public static List<ImportSource> Find(string path)
    {
        var sources = new List<ImportSource>();
        path = Path.GetFullPath(path);
        if (Directory.Exists(path))
        {
            AddFolder(sources, path, [], 0);
        }
        else if (IsMbox(path))
        {
            sources.Add(Mbox(path, []));
        }
        else if (path.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) || BeginsWithField(path))
        {
            sources.Add(Eml(path, [path], []));
        }
        return sources;
    }

    /// <summary>Whether a file begins like an mbox.</summary>
    public static bool IsMbox(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[64];
        ReadOnlySpan<byte> text = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        return text.TrimStart("\r\n"u8).StartsWith("From "u8);
    }

    // Keeps packed files, databases and the like from becoming one strange message.
    private static bool BeginsWithField(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[256];
        ReadOnlySpan<byte> text = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return text.IndexOf((byte)':') is var colon and > 0 && !text[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~');
    }

    private static void AddFolder(List<ImportSource> sources, string folder, string[] levels, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }
        bool isMaildir = IsMaildir(folder);
        if (isMaildir)
        {
            sources.Add(Maildir(folder, levels));
        }
        var messages = new List<string>();
        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            if (name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase))
            {
                messages.Add(file);
            }
            else if (name[0] != '.' && !isMaildir && (IsMbox(file) || IsEmptyMbox(file)))
            {
                // Apple Mail keeps Name.mbox/mbox.
                bool isInner = levels.Length > 0 && name == "mbox";
                sources.Add(Mbox(file, isInner ? levels : [.. levels, Level(WithoutSuffix(name, ".mbox"))]));
            }
        }
        if (messages.Count > 0)
        {
            sources.Add(Eml(folder, messages, levels));
        }
        foreach (string inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(inner);
            if (new DirectoryInfo(inner).LinkTarget is not null || (isMaildir && name is "cur" or "new" or "tmp"))
            {
                continue;
            }
            if (name[0] == '.' && name.Length > 1)
            {
                if (IsMaildir(inner))
                {
                    AddFolder(sources, inner, [.. levels, .. name[1..].Split('.', StringSplitOptions.RemoveEmptyEntries).Select(Level)], depth + 1);
                }
                continue;
            }
            AddFolder(sources, inner, [.. levels, Level(WithoutSuffix(WithoutSuffix(name, ".sbd"), ".mbox"))], depth + 1);
        }
    }

    private static bool IsEmptyMbox(string file) =>
        file.EndsWith(".mbox", StringComparison.OrdinalIgnoreCase) && new FileInfo(file).Length == 0;

    private static bool IsMaildir(string folder) =>
        Directory.Exists(Path.Combine(folder, "cur"))
        || (Directory.Exists(Path.Combine(folder, "new")) && Directory.Exists(Path.Combine(folder, "tmp")));

    private static string Level(string name) => PathLevel.Decode(
        // A name that is not valid modified UTF-7 is taken as it stands.
        ModifiedUtf7.TryDecode(System.Text.Encoding.UTF8.GetBytes(name), out string? decoded) ? decoded : name);

    private static string WithoutSuffix(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? name[..^suffix.Length] : name;

    private static ImportSource Mbox(string file, IReadOnlyList<string> levels) => new(
        file, levels, new FileInfo(file).Length,
        () => new MboxReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0), file));

    private static ImportSource Maildir(string folder, IReadOnlyList<string> levels) => new(
        folder, levels, new[] { "cur", "new" }.Select(p => Path.Combine(folder, p)).Where(Directory.Exists)
            .Sum(p => new DirectoryInfo(p).EnumerateFiles().Sum(f => f.Length)),
        () => new MaildirReader(folder));

    private static ImportSource Eml(string path, IReadOnlyList<string> files, IReadOnlyList<string> levels) =>
        new(path, levels, files.Sum(f => new FileInfo(f).Length), () => new EmlReader(files));
}
