using System.Globalization;
using System.Text;

namespace Port143.Load.Corpus;

/// <summary>Messages of 1 KB, to fill a mailbox with a million of them.</summary>
internal sealed class SmallMail(ulong seed)
{
    private readonly Vocabulary _vocabulary = new(seed);

    /// <summary>Message <paramref name="number"/>; the text of one with <paramref name="rare"/> holds <see cref="Markers.RareBody"/>.</summary>
    public byte[] Message(long number, bool rare)
    {
        var random = new SeededRandom(seed, 1UL << 40 | (ulong)number);
        var text = new StringBuilder(1100);
        text.Append("From: ").Append(People.Pick(ref random)).Append("\r\nTo: <growth@example.org>\r\nSubject: ");
        for (int i = 0; i < 5; i++)
        {
            text.Append(_vocabulary.Pick(ref random)).Append(' ');
        }
        text.Append(number).Append("\r\nDate: ")
            .Append(DateTime.UnixEpoch.AddSeconds(1_600_000_000 + number * 60).ToString("ddd, d MMM yyyy HH':'mm':'ss '+0000'", CultureInfo.InvariantCulture))
            .Append("\r\nMessage-ID: <").Append(random.NextULong().ToString("x")).Append('.').Append(number)
            .Append("@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        if (rare)
        {
            text.Append("They sent ").Append(Markers.RareBody).Append(" by post.\r\n");
        }
        int column = 0;
        while (text.Length < 1000)
        {
            string word = _vocabulary.Pick(ref random);
            text.Append(word).Append((column += word.Length + 1) > 70 ? "\r\n" : " ");
            column = column > 70 ? 0 : column;
        }
        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }
}
