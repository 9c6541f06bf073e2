using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>One data item of a FETCH, ready to be written for many messages. Each kind is a file of its own.</summary>
internal abstract class FetchPart
{
    /// <summary>What it needs of the content.</summary>
    public virtual ContentColumns Columns => ContentColumns.None;

    /// <summary>Writes name and value, without the blanks around.</summary>
    public abstract void Write(ImapSession session, ref FetchMessage message);

    /// <summary>
    /// Writes the item of a message too large for memory; the columns besides the text are in <paramref name="message"/>.
    /// </summary>
    public virtual ValueTask WriteLargeAsync(ImapSession session, LargeMessage message, CancellationToken cancel)
    {
        FetchMessage small = message.WithoutText();
        Write(session, ref small);
        return ValueTask.CompletedTask;
    }
}
