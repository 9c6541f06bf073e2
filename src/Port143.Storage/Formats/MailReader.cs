using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Reads messages one after another from files of some format, in pieces, so that neither a mailbox nor a message is ever
/// in memory as a whole. Usage: <see cref="Next"/>, then <see cref="Read"/> until it says no, then the properties.
/// </summary>
internal abstract class MailReader : IDisposable
{
    /// <summary>Where the message came from, for people: a path, with an offset where a file holds many messages.</summary>
    public abstract string Location { get; }

    /// <summary>The flags that the format itself knows of the message.</summary>
    public virtual IReadOnlyList<string> Flags => [];

    /// <summary>The internal date that the format itself knows of the message.</summary>
    public virtual InternalDate? Date => null;

    /// <summary>Whether Status, X-Status and their kin tell flags (mbox).</summary>
    public virtual bool HasStatusFields => false;

    /// <summary>How many octets of the source were read so far.</summary>
    public abstract long BytesRead { get; }

    /// <summary>Goes to the next message, past what is left of this one; false at the end.</summary>
    public abstract bool Next();

    /// <summary>The next piece of the message, with CRLF line ends; false when there is no more. Valid until the next call.</summary>
    public abstract bool Read(out ReadOnlySpan<byte> piece);

    /// <inheritdoc/>
    public abstract void Dispose();
}
