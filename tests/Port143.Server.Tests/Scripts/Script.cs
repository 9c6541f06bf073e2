namespace Port143.Server.Tests.Scripts;

/// <summary>A dialogue, read from a file in <c>scripts/</c>.</summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Steps">What happens, in order.</param>
/// <param name="Messages">Made-up messages by name, as Latin-1 with CRLF.</param>
/// <param name="Settings">What the server must be told for it; empty for most.</param>
internal sealed record Script(
    string Name, IReadOnlyList<ScriptStep> Steps, IReadOnlyDictionary<string, string> Messages, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>How many accounts it needs: <c>SIGNIN 2</c> is the second one's.</summary>
    public int Accounts => Steps.Max(s => s.Verb == ScriptVerb.SignIn && s.Text.Length > 0 ? int.Parse(s.Text) : 1);

    /// <summary>The folder of the scripts, found from where the tests run.</summary>
    public static string Folder => Path.Combine(Repository.Root, "scripts");

    /// <summary>The names of all scripts.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.GetFiles(Folder, "*.imap").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    /// <summary>Reads a script.</summary>
    public static Script Load(string name) =>
        new ScriptParser(name).Parse(File.ReadAllLines(Path.Combine(Folder, name + ".imap")));
}
