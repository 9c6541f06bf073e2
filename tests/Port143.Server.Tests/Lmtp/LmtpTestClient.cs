using System.IO.Pipelines;
using System.Text;

namespace Port143.Server.Tests.Lmtp;

/// <summary>The other side of an LMTP connection.</summary>
internal sealed class LmtpTestClient(PipeReader input, PipeWriter output, Task done)
{
    private readonly StreamReader _replies = new(input.AsStream(), Encoding.UTF8);

    public Task Done => done;

    /// <summary>Sends text and reads replies until this many final lines came; gives their codes.</summary>
    public async Task<string> SendAsync(string text, int replies)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text));
        return string.Join(' ', (await ReadAsync(replies)).Select(l => l[..Math.Min(9, l.Length)]));
    }

    /// <summary>Reads final reply lines, fewer when the connection ends.</summary>
    public async Task<List<string>> ReadAsync(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count && await _replies.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line)
        {
            if (line.Length < 4 || line[3] != '-')
            {
                lines.Add(line);
            }
        }
        return lines;
    }

    /// <summary>Ends the connection without another word.</summary>
    public async Task CutAsync()
    {
        await output.CompleteAsync();
        await done.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
