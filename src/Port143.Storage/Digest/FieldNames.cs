using System.Text;

namespace Port143.Storage.Digest;

/// <summary>Recognises the names of the fields that the digest reads.</summary>
internal static class FieldNames
{
    public static ContentField Content(ReadOnlySpan<byte> name)
    {
        if (name.Length < 10 || !Ascii.EqualsIgnoreCase(name[..8], "content-"u8))
        {
            return ContentField.None;
        }
        ReadOnlySpan<byte> rest = name[8..];
        return rest.Length switch
        {
            2 when Ascii.EqualsIgnoreCase(rest, "id"u8) => ContentField.Id,
            3 when Ascii.EqualsIgnoreCase(rest, "md5"u8) => ContentField.Md5,
            4 when Ascii.EqualsIgnoreCase(rest, "type"u8) => ContentField.Type,
            8 when Ascii.EqualsIgnoreCase(rest, "language"u8) => ContentField.Language,
            8 when Ascii.EqualsIgnoreCase(rest, "location"u8) => ContentField.Location,
            11 when Ascii.EqualsIgnoreCase(rest, "description"u8) => ContentField.Description,
            11 when Ascii.EqualsIgnoreCase(rest, "disposition"u8) => ContentField.Disposition,
            17 when Ascii.EqualsIgnoreCase(rest, "transfer-encoding"u8) => ContentField.TransferEncoding,
            _ => ContentField.None,
        };
    }

    public static EnvelopeField Envelope(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when Ascii.EqualsIgnoreCase(name, "to"u8) => EnvelopeField.To,
        2 when Ascii.EqualsIgnoreCase(name, "cc"u8) => EnvelopeField.Cc,
        3 when Ascii.EqualsIgnoreCase(name, "bcc"u8) => EnvelopeField.Bcc,
        4 when Ascii.EqualsIgnoreCase(name, "date"u8) => EnvelopeField.Date,
        4 when Ascii.EqualsIgnoreCase(name, "from"u8) => EnvelopeField.From,
        6 when Ascii.EqualsIgnoreCase(name, "sender"u8) => EnvelopeField.Sender,
        7 when Ascii.EqualsIgnoreCase(name, "subject"u8) => EnvelopeField.Subject,
        8 when Ascii.EqualsIgnoreCase(name, "reply-to"u8) => EnvelopeField.ReplyTo,
        10 when Ascii.EqualsIgnoreCase(name, "message-id"u8) => EnvelopeField.MessageId,
        11 when Ascii.EqualsIgnoreCase(name, "in-reply-to"u8) => EnvelopeField.InReplyTo,
        _ => EnvelopeField.None,
    };
}
