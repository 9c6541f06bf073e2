namespace Port143.Storage.Digest;

/// <summary>
/// Writes an ENVELOPE (RFC 9051 section 7.5.2):
/// <c>"(" date SP subject SP from SP sender SP reply-to SP to SP cc SP bcc SP in-reply-to SP message-id ")"</c>.
/// </summary>
internal static class EnvelopeWriter
{
    public static void Write(ReadOnlySpan<byte> message, in EnvelopeSlots slots, ReadOnlySpan<byte> header, WireWriter wire)
    {
        ByteSink sink = wire.Sink;
        sink.Add((byte)'(');
        WriteDate(message, slots[(int)EnvelopeField.Date], wire);
        sink.Add((byte)' ');
        wire.WriteField(message, slots[(int)EnvelopeField.Subject]);
        sink.Add((byte)' ');
        int from = sink.Length;
        WriteAddresses(EnvelopeField.From, slots, message, header, wire);
        int fromEnd = sink.Length;
        for (EnvelopeField field = EnvelopeField.Sender; field <= EnvelopeField.Bcc; field++)
        {
            sink.Add((byte)' ');
            bool written = WriteAddresses(field, slots, message, header, wire);
            if (!written && field <= EnvelopeField.ReplyTo)
            {
                // Absent or empty, they say what From says.
                sink.Truncate(sink.Length - 3);
                int length = fromEnd - from;
                sink.Reserve(length);
                sink.Add(sink.Written[from..fromEnd]);
            }
        }
        sink.Add((byte)' ');
        wire.WriteField(message, slots[(int)EnvelopeField.InReplyTo]);
        sink.Add((byte)' ');
        wire.WriteField(message, slots[(int)EnvelopeField.MessageId]);
        sink.Add((byte)')');
    }

    /// <summary>Writes an address list, of all fields with this name, or NIL; false for NIL.</summary>
    private static bool WriteAddresses(
        EnvelopeField field, in EnvelopeSlots slots, ReadOnlySpan<byte> message, ReadOnlySpan<byte> header, WireWriter wire)
    {
        ByteRange first = slots[(int)field];
        if (!first.Exists)
        {
            wire.WriteNil();
            return false;
        }
        var addresses = new AddressListWriter(wire);
        addresses.Add(first.Of(message));
        if (field is EnvelopeField.To or EnvelopeField.Cc or EnvelopeField.Bcc && slots[(int)field].Repeated)
        {
            foreach (HeaderField again in HeaderFields.Enumerate(header))
            {
                if (FieldNames.Envelope(again.Name) == field && !again.Value.Overlaps(first.Of(message)))
                {
                    addresses.Add(again.Value);
                }
            }
        }
        return addresses.End();
    }

    private static void WriteDate(ReadOnlySpan<byte> message, ByteRange date, WireWriter wire)
    {
        if (!date.Exists)
        {
            wire.WriteNil();
            return;
        }
        ReadOnlySpan<byte> text = date.Of(message);
        if (!text.Contains((byte)'('))
        {
            wire.WriteText(text);
            return;
        }
        if (text.Length > DigestLimits.StringBytes)
        {
            text = text[..DigestLimits.StringBytes];
        }
        ByteSink plain = wire.Scratch;
        plain.Truncate(0);
        MessageDate.RemoveComments(text, plain);
        wire.WriteText(plain.Written);
    }
}
