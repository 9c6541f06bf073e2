using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Connections;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>What all items share that are a range of the message's bytes: they are copied or streamed, never parsed.</summary>
internal abstract class SectionPart : FetchPart
{
    private const int StreamOutput = 256 * 1024;

    /// <summary>Below, copying costs less than handing over a file.</summary>
    private const int LeastFile = 64 * 1024;

    public override void Write(ImapSession session, ref FetchMessage message)
    {
        WriteName(session);
        if (!TryLocate(ref message, out long offset, out long length))
        {
            session.Writer.Raw("NIL"u8);
            return;
        }
        session.Writer.LiteralHeader(length);
        ReadOnlySpan<byte> header = message.Content.Header;
        if (offset < header.Length)
        {
            int part = (int)Math.Min(length, header.Length - offset);
            header = header.Slice((int)offset, part);
            if (message.Content.IsFreeOfNul)
            {
                session.Writer.Raw(header);
            }
            else
            {
                session.Writer.MessageOctets(header);
            }
            offset += part;
            length -= part;
        }
        offset -= message.HeaderLength;
        while (length > 0) // a partial fetch may end within the header
        {
            Span<byte> room = session.Writer.Room().Span;
            room = room[..(int)Math.Min(room.Length, length)];
            message.Content.CopyText(offset, room);
            if (!message.Content.IsFreeOfNul)
            {
                ResponseWriter.ReplaceNul(room);
            }
            session.Writer.Wrote(room.Length);
            offset += room.Length;
            length -= room.Length;
        }
    }

    public override async ValueTask WriteLargeAsync(ImapSession session, LargeMessage message, CancellationToken cancel)
    {
        WriteName(session);
        if (!Locate(message, out long offset, out long length))
        {
            session.Writer.Raw("NIL"u8);
            return;
        }
        session.Writer.LiteralHeader(length);
        if (length >= LeastFile && message.IsFreeOfNul && message.Stream is MessageFileStream file && session.Pipe.FileOutput is { } output)
        {
            session.Writer.Commit();
            output.WriteFile(new FileRange(file.File, offset, length));
            await session.FlushAsync().ConfigureAwait(false);
            return;
        }
        message.Stream!.Position = offset;
        while (length > 0)
        {
            Memory<byte> room = session.Writer.Room();
            int read = await message.Stream.ReadAsync(length < room.Length ? room[..(int)length] : room, cancel).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException("a message is shorter than its row says");
            }
            if (!message.IsFreeOfNul)
            {
                ResponseWriter.ReplaceNul(room.Span[..read]);
            }
            session.Writer.Wrote(read);
            length -= read;
            if (session.Writer.Written >= StreamOutput)
            {
                await session.FlushAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes the item's name and a blank.</summary>
    protected abstract void WriteName(ImapSession session);

    /// <summary>Finds the bytes; false when there is no such section.</summary>
    protected abstract bool TryLocate(ref FetchMessage message, out long offset, out long length);

    /// <summary>Cuts a range to what a partial fetch asks for; beyond the end nothing is left.</summary>
    protected static void Cut(PartialRange? partial, ref long offset, ref long length)
    {
        if (partial is { } range)
        {
            long skipped = Math.Min(range.Offset, length);
            offset += skipped;
            length = Math.Min(range.Count, length - skipped);
        }
    }

    private bool Locate(LargeMessage message, out long offset, out long length)
    {
        FetchMessage small = message.WithoutText();
        return TryLocate(ref small, out offset, out length);
    }
}
