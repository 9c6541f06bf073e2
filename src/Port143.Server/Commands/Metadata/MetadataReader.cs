using System.Text;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Metadata;

/// <summary>Writes METADATA responses with values (RFC 5464 section 4.4.1), for GETMETADATA and LIST.</summary>
internal sealed class MetadataReader(ImapSession session, uint? maxSize, MetadataDepth depth)
{
    /// <summary>How much a response holds before another one is begun.</summary>
    private const int ResponseSize = 64 * 1024;

    private bool _isOpen;

    /// <summary>The size of the biggest value that was left out because of its size; 0 for none.</summary>
    public long BiggestLeftOut { get; private set; }

    /// <summary>Writes the entries that are asked for. One that is named and has no value is told as NIL.</summary>
    public async ValueTask WriteAsync(MetadataTarget target, IReadOnlyList<string> entries, CancellationToken cancel)
    {
        var told = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string entry in entries)
        {
            bool found = false;
            foreach ((string name, string value) in ComputedEntries.Of(session, target))
            {
                if (Matches(entry, name))
                {
                    found = true;
                    await TellAsync(target, told, name, Encoding.UTF8.GetBytes(value)).ConfigureAwait(false);
                }
            }
            var query = new AnnotationQuery(
                target.View?.Id, MetadataTarget.OwnerOf(session, entry), entry, (AnnotationDepth)depth);
            while (!found || depth != MetadataDepth.Entry)
            {
                IReadOnlyList<Annotation> page = await session.Services.Storage.ReadAnnotationsAsync(target.Account, query, cancel)
                    .ConfigureAwait(false);
                foreach (Annotation annotation in page)
                {
                    // The client finds the entry by the letters that it wrote.
                    bool isNamed = annotation.Entry.Equals(entry, StringComparison.OrdinalIgnoreCase);
                    await TellAsync(target, told, isNamed ? entry : annotation.Entry, annotation.Value).ConfigureAwait(false);
                }
                if (page.Count == 0)
                {
                    break;
                }
                found = true;
                query = query with { After = page[^1].Entry };
            }
            if (!found && depth == MetadataDepth.Entry)
            {
                await TellAsync(target, told, entry, null).ConfigureAwait(false);
            }
        }
        Close();
    }

    private bool Matches(string asked, string entry)
    {
        if (entry.Equals(asked, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        return depth != MetadataDepth.Entry && entry.StartsWith(asked + "/", StringComparison.OrdinalIgnoreCase)
            && (depth == MetadataDepth.All || entry.IndexOf('/', asked.Length + 1) < 0);
    }

    private async ValueTask TellAsync(MetadataTarget target, HashSet<string> told, string entry, ReadOnlyMemory<byte>? value)
    {
        if (value?.Length > maxSize)
        {
            BiggestLeftOut = Math.Max(BiggestLeftOut, value.Value.Length);
            return;
        }
        if (!told.Add(entry))
        {
            return;
        }
        if (session.Writer.Written > ResponseSize)
        {
            Close();
            await session.FlushAsync().ConfigureAwait(false);
        }
        if (_isOpen)
        {
            session.Writer.Space();
        }
        else
        {
            session.Writer.Raw("* METADATA "u8).Mailbox(target.Name).Raw(" ("u8);
            _isOpen = true;
        }
        WriteEntry(entry, value);
    }

    private void WriteEntry(string entry, ReadOnlyMemory<byte>? value)
    {
        session.Writer.AString(Encoding.ASCII.GetBytes(entry)).Space();
        if (value is not { } octets)
        {
            session.Writer.Raw("NIL"u8);
        }
        else if (octets.Span.Contains((byte)0))
        {
            session.Writer.Literal8Header(octets.Length).Raw(octets.Span);
        }
        else
        {
            session.Writer.String(octets.Span);
        }
    }

    private void Close()
    {
        if (_isOpen)
        {
            session.Writer.Raw(")\r\n"u8);
            _isOpen = false;
        }
    }
}
