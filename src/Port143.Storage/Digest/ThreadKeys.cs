using System.Buffers.Binary;
using System.Text;
using Port143.Mail;

namespace Port143.Storage.Digest;

/// <summary>
/// What THREAD (RFC 5256) asks of a message, as it is stored: the sent date, the key of the Message-ID, the keys of the
/// references, and the base subject. Little-endian: one byte of <see cref="Bits"/>, the date in seconds if there is one, the
/// Message-ID's key if there is one, the number of references in two bytes, their keys, the base subject in UTF-8.
/// </summary>
public readonly ref struct ThreadKeys
{
    /// <summary>The most references that are kept: the first, which names the thread, and the last ones.</summary>
    public const int MaxReferences = 500;

    private const int MaxSubject = 2000;
    private const int KeySize = 16;

    [Flags]
    private enum Bits : byte
    {
        SentDate = 1,
        MessageId = 2,
        ReplyOrForward = 4,
    }

    private readonly ReadOnlySpan<byte> _references;

    private ThreadKeys(ReadOnlySpan<byte> stored)
    {
        var bits = (Bits)stored[0];
        stored = stored[1..];
        if ((bits & Bits.SentDate) != 0)
        {
            SentSeconds = BinaryPrimitives.ReadInt64LittleEndian(stored);
            stored = stored[sizeof(long)..];
        }
        if ((bits & Bits.MessageId) != 0)
        {
            MessageId = BinaryPrimitives.ReadUInt128LittleEndian(stored);
            stored = stored[KeySize..];
        }
        IsReplyOrForward = (bits & Bits.ReplyOrForward) != 0;
        int references = BinaryPrimitives.ReadUInt16LittleEndian(stored) * KeySize;
        _references = stored.Slice(sizeof(ushort), references);
        Subject = stored[(sizeof(ushort) + references)..];
    }

    /// <summary>The sent date (RFC 5256 section 2.2), seconds since 1970 UTC; null when there is no valid Date field.</summary>
    public long? SentSeconds { get; }

    /// <summary>The key of the Message-ID; null when there is no valid one.</summary>
    public UInt128? MessageId { get; }

    /// <summary>Whether the subject says that it is a reply or a forward.</summary>
    public bool IsReplyOrForward { get; }

    /// <summary>The base subject, UTF-8.</summary>
    public ReadOnlySpan<byte> Subject { get; }

    /// <summary>How many references there are: those of References, or else the first one of In-Reply-To.</summary>
    public int ReferenceCount => _references.Length / KeySize;

    /// <summary>The key of a reference.</summary>
    public UInt128 Reference(int index) => BinaryPrimitives.ReadUInt128LittleEndian(_references[(index * KeySize)..]);

    /// <summary>Reads what <see cref="Build"/> made.</summary>
    public static ThreadKeys Read(ReadOnlySpan<byte> stored) => new(stored);

    /// <summary>Takes the keys from a header.</summary>
    public static byte[] Build(ReadOnlySpan<byte> header)
    {
        HeaderField subject = default, date = default, id = default, references = default, inReplyTo = default;
        foreach (HeaderField field in HeaderFields.Enumerate(header))
        {
            TakeFirst(ref subject, field, "subject"u8);
            TakeFirst(ref date, field, "date"u8);
            TakeFirst(ref id, field, "message-id"u8);
            TakeFirst(ref references, field, "references"u8);
            TakeFirst(ref inReplyTo, field, "in-reply-to"u8);
        }
        var bits = default(Bits);
        string text = subject.Length == 0 ? "" : HeaderDecoder.Decode(Short(subject.Value));
        text = Search.BaseSubject.Of(text, out bool isReplyOrForward);
        bits |= isReplyOrForward ? Bits.ReplyOrForward : 0;
        InternalDate? sent = date.Length == 0 ? null : MessageDate.Parse(date.Value);
        bits |= sent is null ? 0 : Bits.SentDate;
        UInt128 key = default;
        bits |= id.Length != 0 && new MessageIds(Short(id.Value)).TryNext(out key) ? Bits.MessageId : 0;
        List<UInt128> found = References(references, inReplyTo);

        var stored = new byte[1 + (sent is null ? 0 : sizeof(long)) + ((bits & Bits.MessageId) == 0 ? 0 : KeySize)
            + sizeof(ushort) + found.Count * KeySize + Encoding.UTF8.GetByteCount(text)];
        stored[0] = (byte)bits;
        int at = 1;
        if (sent is { } when)
        {
            BinaryPrimitives.WriteInt64LittleEndian(stored.AsSpan(at), when.Seconds);
            at += sizeof(long);
        }
        if ((bits & Bits.MessageId) != 0)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(stored.AsSpan(at), key);
            at += KeySize;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(stored.AsSpan(at), (ushort)found.Count);
        at += sizeof(ushort);
        foreach (UInt128 reference in found)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(stored.AsSpan(at), reference);
            at += KeySize;
        }
        Encoding.UTF8.GetBytes(text, stored.AsSpan(at));
        return stored;
    }

    private static void TakeFirst(scoped ref HeaderField slot, HeaderField field, ReadOnlySpan<byte> name)
    {
        if (slot.Length == 0 && field.Is(name))
        {
            slot = field;
        }
    }

    private static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> value) => value.Length > MaxSubject ? value[..MaxSubject] : value;

    private static List<UInt128> References(HeaderField references, HeaderField inReplyTo)
    {
        var found = new List<UInt128>();
        if (references.Length != 0)
        {
            ReadOnlySpan<byte> value = references.Value;
            var ids = new MessageIds(value.Length > DigestLimits.FieldBytes ? value[..DigestLimits.FieldBytes] : value);
            while (ids.TryNext(out UInt128 id))
            {
                found.Add(id);
            }
            if (found.Count > MaxReferences)
            {
                found.RemoveRange(1, found.Count - MaxReferences);
            }
        }
        if (found.Count == 0 && inReplyTo.Length != 0 && new MessageIds(Short(inReplyTo.Value)).TryNext(out UInt128 only))
        {
            found.Add(only);
        }
        return found;
    }
}
