using System.Text;
using Port143.Mail;

namespace Port143.Storage.Digest;

/// <summary>
/// What FETCH and SEARCH need to know about a message, computed once when it arrives. The wire forms are ready to be
/// copied into a response; they are 7-bit and need no extension of IMAP4rev1.
/// </summary>
public sealed class MessageDigest
{
    /// <summary>The version of these rules. A digest stored with a lower one is rebuilt from the message.</summary>
    public const int CurrentVersion = 2;

    private MessageDigest(byte[] envelope, byte[] body, byte[] bodyStructure, PartTable parts, InternalDate? sentDate, string preview, byte[] thread)
    {
        Envelope = envelope;
        Body = body;
        BodyStructure = bodyStructure;
        Parts = parts;
        SentDate = sentDate;
        Preview = preview;
        Thread = thread;
    }

    /// <summary>The version of the rules it was built with.</summary>
    public int Version => CurrentVersion;

    /// <summary>The value of ENVELOPE with its parentheses (RFC 9051 section 7.5.2).</summary>
    public byte[] Envelope { get; }

    /// <summary>The value of BODY: the structure without extension data (RFC 9051 section 7.5.2).</summary>
    public byte[] Body { get; }

    /// <summary>The value of BODYSTRUCTURE, with every extension field (RFC 9051 section 7.5.2).</summary>
    public byte[] BodyStructure { get; }

    /// <summary>Where every part lies.</summary>
    public PartTable Parts { get; }

    /// <summary>The Date field (RFC 5322 section 3.6.1); null when it is absent or not to be read.</summary>
    public InternalDate? SentDate { get; }

    /// <summary>The first characters of the text, at most 200 (RFC 8970 section 3.1); empty when there is no text.</summary>
    public string Preview { get; }

    /// <summary>What THREAD asks (<see cref="ThreadKeys"/>). Since version 2.</summary>
    public byte[] Thread { get; }

    /// <summary>The bytes up to the empty line that ends the header, included; the whole message when there is none.</summary>
    public int HeaderLength => Parts[0].HeaderLength;

    /// <summary>
    /// Takes a message apart. Any bytes will do: what makes no sense is shown as text or as an opaque attachment. The time
    /// is linear in the length.
    /// </summary>
    public static MessageDigest Build(ReadOnlySpan<byte> message)
    {
        using var scanner = new MimeScanner(message);
        scanner.Scan();
        List<MimeNode> nodes = scanner.Nodes;
        using var wire = new WireWriter();
        EnvelopeSlots slots = scanner.Envelopes[0];
        EnvelopeWriter.Write(message, slots, message[..nodes[0].BodyStart], wire);
        byte[] envelope = wire.Sink.ToArray();
        wire.Sink.Truncate(0);
        using var body = new ByteSink();
        var structure = new StructureWriter(message, nodes, scanner.Envelopes, wire, body);
        structure.Write();
        PartTable parts = PartTableBuilder.Build(message, nodes, wire.Scratch);
        ByteRange date = slots[(int)EnvelopeField.Date];
        return new MessageDigest(
            envelope, body.ToArray(), wire.Sink.ToArray(), parts,
            date.Exists ? MessageDate.Parse(date.Of(message)) : null, PreviewBuilder.Build(message, parts),
            ThreadKeys.Build(message[..nodes[0].BodyStart]));
    }
}
