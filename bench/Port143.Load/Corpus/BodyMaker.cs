using System.Text;

namespace Port143.Load.Corpus;

/// <summary>
/// Makes bodies: plain text (a third), text with HTML (almost half), forwarded messages, and attachments. Text sizes are
/// lognormal; one body in a hundred carries a large attachment, 100 KB to 5 MB, evenly over the orders of magnitude.
/// </summary>
internal sealed class BodyMaker(ulong seed, Vocabulary vocabulary)
{
    private const string Crlf = "\r\n";
    private static readonly string[] Types = ["application/pdf", "image/jpeg", "application/zip", "application/vnd.oasis.opendocument.text"];

    public BodyTemplate Make(int number)
    {
        var random = new SeededRandom(seed, 1000UL + (ulong)number);
        int textSize = Math.Clamp((int)(8000 * Math.Exp(random.NextNormal())) - 1900, 300, 400_000);
        double kind = random.NextDouble();
        bool large = random.OneIn(100);
        string opening = Opening(number, ref random);
        var text = new StringBuilder(textSize + 1000);
        string boundary = $"----=_Part_{random.NextUInt():x8}_{number}";
        string fields;
        if (large || kind < 0.15)
        {
            fields = Multipart("mixed", boundary);
            int attachment = large ? (int)(100_000 * Math.Pow(50, random.NextDouble())) : Math.Max(1000, textSize * 2 / 3);
            Attachments(text, ref random, boundary, opening, large ? textSize : Math.Max(600, textSize / 3), attachment, number);
        }
        else if (kind < 0.20)
        {
            fields = Multipart("mixed", boundary);
            Forwarded(text, ref random, boundary, opening, textSize, number);
        }
        else if (kind < 0.65)
        {
            fields = Multipart("alternative", boundary);
            Alternatives(text, ref random, boundary, opening, textSize);
        }
        else
        {
            fields = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n";
            Prose(text.Append(opening), ref random, textSize);
        }
        return new BodyTemplate(fields, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Multipart(string subtype, string boundary) => $"Content-Type: multipart/{subtype};\r\n boundary=\"{boundary}\"\r\n";

    private static string Opening(int number, ref SeededRandom random)
    {
        string opening = number % Markers.RareBodyEvery == 77 ? $"They sent {Markers.RareBody} by post.\r\n" : "";
        return random.OneIn(2) ? opening + $"Here is the {Markers.CommonBody} again.\r\n" : opening;
    }

    private void Prose(StringBuilder text, ref SeededRandom random, int size)
    {
        int end = text.Length + size, column = 0;
        while (text.Length < end)
        {
            string word = random.OneIn(70) ? "übermäßig-œuvre" : vocabulary.Pick(ref random);
            if (column + word.Length > 70)
            {
                text.Append(Crlf);
                column = 0;
            }
            text.Append(word).Append(' ');
            column += word.Length + 1;
            if (random.OneIn(100))
            {
                text.Append(Crlf).Append(Crlf);
                column = 0;
            }
        }
        text.Append(Crlf);
    }

    // Quoted-printable: soft line breaks, and "=" written as =3D.
    private void Html(StringBuilder text, ref SeededRandom random, int size)
    {
        int end = text.Length + size, column = 0;
        text.Append("<!DOCTYPE html><html lang=3D\"en\"><body>\r\n");
        while (text.Length < end)
        {
            string word = vocabulary.Pick(ref random);
            word = random.Next(28) switch
            {
                0 => $"<a href=3D\"https://shop.example/{random.Next(100_000)}\">{word}</a>",
                1 => $"<p>{word}</p>",
                _ => word,
            };
            if (column + word.Length > 70)
            {
                text.Append("=\r\n");
                column = 0;
            }
            text.Append(word).Append(' ');
            column += word.Length + 1;
        }
        text.Append("=\r\n</body></html>\r\n");
    }

    private void Alternatives(StringBuilder text, ref SeededRandom random, string boundary, string opening, int size)
    {
        text.Append("--").Append(boundary).Append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        Prose(text.Append(opening), ref random, size / 3);
        text.Append("--").Append(boundary).Append("\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        Html(text, ref random, size - size / 3);
        text.Append("--").Append(boundary).Append("--\r\n");
    }

    private void Forwarded(StringBuilder text, ref SeededRandom random, string boundary, string opening, int size, int number)
    {
        text.Append("--").Append(boundary).Append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        Prose(text.Append(opening), ref random, size / 4);
        string inner = boundary + "f";
        text.Append("--").Append(boundary).Append("\r\nContent-Type: message/rfc822\r\n\r\n")
            .Append("From: =?utf-8?q?Zo=C3=AB?= <zoe@forward.example>\r\nTo: crew@lists.example\r\nDate: Fri, 3 May 2019 08:09:10 +0200\r\n")
            .Append("Subject: ").Append(vocabulary.Pick(ref random)).Append(' ').Append(vocabulary.Pick(ref random))
            .Append("\r\nMessage-ID: <forward.").Append(number).Append("@forward.example>\r\nMIME-Version: 1.0\r\n")
            .Append(Multipart("alternative", inner)).Append(Crlf);
        Alternatives(text, ref random, inner, "", size * 3 / 4);
        text.Append("--").Append(boundary).Append("--\r\n");
    }

    private void Attachments(StringBuilder text, ref SeededRandom random, string boundary, string opening, int textSize, int size, int number)
    {
        string inner = boundary + "a";
        text.Append("--").Append(boundary).Append(Crlf).Append(Multipart("alternative", inner)).Append(Crlf);
        Alternatives(text, ref random, inner, opening, textSize);
        int count = random.OneIn(5) ? 2 : 1;
        for (int k = 0; k < count; k++)
        {
            string name = random.OneIn(3) ? $"filename*=utf-8''M%C3%A4rz%20{number}.pdf" : $"filename=\"{vocabulary.Pick(ref random)}-{k}.pdf\"";
            text.Append("--").Append(boundary).Append("\r\nContent-Type: ").Append(Types[random.Next(Types.Length)])
                .Append("\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n ").Append(name)
                .Append("\r\nContent-ID: <a").Append(k).Append('.').Append(number).Append("@example.net>\r\n\r\n");
            Base64(text, ref random, size / count);
        }
        text.Append("--").Append(boundary).Append("--\r\n");
    }

    private static void Base64(StringBuilder text, ref SeededRandom random, int size)
    {
        Span<byte> line = stackalloc byte[57];
        for (int written = 0; written < size; written += 78)
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = (byte)random.NextUInt();
            }
            text.Append(Convert.ToBase64String(line)).Append(Crlf);
        }
    }
}
