using Microsoft.Win32.SafeHandles;

namespace Port143.Storage.Tests.Crash;

/// <summary>
/// The file of intents and acknowledgements. A line is with the system before the next step is made, and a killed process
/// does not take that along.
/// </summary>
internal sealed class Ledger(string folder) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SafeFileHandle _file = File.OpenHandle(PathOf(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    public static string PathOf(string folder) => Path.Combine(folder, "ledger");

    public void Write(LedgerEntry entry)
    {
        lock (_lock)
        {
            RandomAccess.Write(_file, System.Text.Encoding.ASCII.GetBytes($"\n{entry}\n"), RandomAccess.GetLength(_file));
        }
    }

    public static List<LedgerEntry> Read(string folder) =>
        File.Exists(PathOf(folder)) ? [.. File.ReadLines(PathOf(folder)).Select(LedgerEntry.Parse).OfType<LedgerEntry>()] : [];

    public void Dispose() => _file.Dispose();
}
