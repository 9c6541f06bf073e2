using System.Text.Unicode;
using Port143.Mail;

namespace Port143.Server.Delivery;

/// <summary>
/// The fields that a delivery puts in front of a message: Return-Path and Received (RFC 5321 section 4.4), and Delivered-To,
/// by which <see cref="LoopGuard"/> knows it again (RFC 9228). They name the recipient, so each recipient's message differs
/// by them; contents are shared within an account only, so nothing is lost by that.
/// </summary>
internal static class TraceFields
{
    /// <summary>Room for the longest fields.</summary>
    public const int MaxLength = 8 * 1024;

    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>Writes the fields and returns their length.</summary>
    public static int Write(Span<byte> output, DeliveryEnvelope envelope, string recipient, string host, long id, DateTimeOffset now)
    {
        int length = 0;
        if (envelope.Sender is not null)
        {
            Utf8.TryWrite(output, $"Return-Path: <{envelope.Sender}>\r\n", out length);
        }
        Utf8.TryWrite(output[length..], $"Delivered-To: {recipient}\r\nReceived: ", out int written);
        length += written;
        if (envelope.ClientName is not null)
        {
            Utf8.TryWrite(output[length..], $"from {envelope.ClientName} ([{envelope.ClientAddress}])\r\n\t", out written);
            length += written;
        }
        Span<byte> date = stackalloc byte[InternalDate.FormattedLength];
        InternalDate.From(now).Format(date);
        date[2] = date[6] = (byte)' ';
        Utf8.TryWrite(
            output[length..],
            $"by {host} with {envelope.Protocol} id {id:x}\r\n\tfor <{recipient}>; {Days[(int)now.DayOfWeek]}, ",
            out written);
        length += written;
        ReadOnlySpan<byte> text = date[0] == ' ' ? date[1..] : date;
        text.CopyTo(output[length..]);
        length += text.Length;
        "\r\n"u8.CopyTo(output[length..]);
        return length + 2;
    }
}
