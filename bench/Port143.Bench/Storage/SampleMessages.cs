using System.Globalization;
using System.Text;

namespace Port143.Bench.Storage;

/// <summary>Mail as it comes: a score of header fields, and text with an HTML part where there is room.</summary>
internal static class SampleMessages
{
    public static byte[] Make(int number, int size)
    {
        var text = new StringBuilder();
        for (int hop = 0; hop < 3; hop++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Received: from mx{hop}.example.net (mx{hop}.example.net [192.0.2.{number % 250}])\r\n");
            text.Append(CultureInfo.InvariantCulture, $"\tby in{hop}.example.org with ESMTPS id {number:x8}{hop}; Tue, 3 Feb 2026 04:05:06 +0000\r\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"""
            From: "Person {number % 997}" <person{number % 997}@example.net>
            To: Ada Lovelace <ada@example.org>, team{number % 7}@example.org
            Subject: Re: message {number} about something that was said before
            Date: Tue, 3 Feb 2026 04:05:06 +0100
            Message-ID: <{number}.{number * 7919L}@example.net>
            In-Reply-To: <{number - 1}.{(number - 1) * 7919L}@example.net>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="=-b{number}"

            --=-b{number}
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Dear Ada, this is message {number}.

            --=-b{number}
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 7bit

            <html><body>

            """).Replace("\n", "\r\n").Replace("\r\r\n", "\r\n");
        while (text.Length < size - 60)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p>Line {text.Length} of a text that nobody reads to its end.</p>\r\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"</body></html>\r\n--=-b{number}--\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
