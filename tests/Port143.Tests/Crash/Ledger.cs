using System.Text;

namespace Port143.Tests.Crash;

/// <summary>
/// What was asked of a server and what it acknowledged. An intent is on the disk before the request goes out, an
/// acknowledgement after its answer came, so that the file tells the story whatever dies.
/// </summary>
internal sealed class Ledger(string file) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    /// <summary>Every message that was ever sent, by its X-Ledger field and account.</summary>
    public Dictionary<(string Id, string Account), LedgerMessage> Messages { get; } = [];

    public int Intents { get; private set; }

    public int Acknowledged { get; private set; }

    public void Intent(string what, Action change, int count = 1)
    {
        lock (_gate)
        {
            Write("intent " + what);
            Intents += count;
            change();
        }
    }

    public void Ack(string what, Action change)
    {
        lock (_gate)
        {
            Write("acked " + what);
            Acknowledged++;
            change();
        }
    }

    public T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        _file.Write(Encoding.ASCII.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }
}
