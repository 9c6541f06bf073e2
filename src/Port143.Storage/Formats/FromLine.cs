using System.Text;
using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// The line that begins a message in an mbox file: <c>From SENDER DATE</c>, the date as asctime writes it, such as
/// <c>Thu Aug 22 12:36:23 2002</c>, in UTC (RFC 4155 appendix A). Some writers put a zone before or after the year.
/// </summary>
internal static class FromLine
{
    /// <summary>The longest line that is looked at.</summary>
    public const int MaxLength = 1024;

    private static ReadOnlySpan<byte> Days => "SunMonTueWedThuFriSat"u8;

    /// <summary>Finds the date at the end of a line that begins with <c>From </c>; null when there is none.</summary>
    public static InternalDate? ReadDate(ReadOnlySpan<byte> line)
    {
        Span<Range> words = stackalloc Range[32];
        line = line.TrimEnd(" \t\r\n"u8);
        int count = 0;
        for (int i = 0; i < line.Length && count < words.Length;)
        {
            int length = line[i..].IndexOf((byte)' ');
            length = length < 0 ? line.Length - i : length;
            if (length > 0)
            {
                words[count++] = i..(i + length);
            }
            i += length + 1;
        }
        for (int i = count - 4; i >= 1; i--)
        {
            int month = InternalDate.MonthOf(line[words[i]]);
            if (month != 0 && Read(line, words[(i + 1)..count], month) is { } date)
            {
                return date;
            }
        }
        return null;
    }

    /// <summary>
    /// Writes the line without its line end. <paramref name="sender"/> is what the Return-Path says; blanks in it would
    /// break the line and become <c>-</c>.
    /// </summary>
    public static string Write(string sender, InternalDate date)
    {
        var line = new StringBuilder("From ");
        foreach (char c in sender)
        {
            line.Append(c is <= ' ' or '\x7f' ? '-' : c);
        }
        if (sender.Length == 0)
        {
            line.Append("MAILER-DAEMON");
        }
        DateTime time = DateTime.UnixEpoch.AddSeconds(date.Seconds);
        string day = Encoding.ASCII.GetString(Days.Slice((int)time.DayOfWeek * 3, 3));
        string month = (date with { ZoneMinutes = 0 }).ToString().Substring(3, 3);
        return line.Append(FormattableString.Invariant(
            $" {day} {month} {time.Day,2} {time.Hour:00}:{time.Minute:00}:{time.Second:00} {time.Year:0000}")).ToString();
    }

    // Day, time, and among what follows the year and perhaps a zone.
    private static InternalDate? Read(ReadOnlySpan<byte> line, ReadOnlySpan<Range> words, int month)
    {
        if (!AsciiDigits.TryParse(line[words[0]], 31, out ulong day) || day == 0 || !ReadTime(line[words[1]], out int seconds))
        {
            return null;
        }
        ulong year = 0;
        int zone = 0;
        foreach (Range range in words[2..])
        {
            ReadOnlySpan<byte> word = line[range];
            if (word.Length == 4 && year == 0 && AsciiDigits.TryParse(word, 9999, out ulong number) && number >= 1970)
            {
                year = number;
            }
            else if (word.Length == 5 && word[0] is (byte)'+' or (byte)'-' && AsciiDigits.TryParse(word[1..], 2359, out ulong offset))
            {
                zone = (int)(offset / 100 * 60 + offset % 100) * (word[0] == '-' ? -1 : 1);
            }
        }
        if (year == 0 || day > (ulong)DateTime.DaysInMonth((int)year, month) || Math.Abs(zone) >= 1440)
        {
            return null;
        }
        var local = new DateTime((int)year, month, (int)day, 0, 0, 0, DateTimeKind.Utc);
        return new InternalDate((long)(local - DateTime.UnixEpoch).TotalSeconds + seconds - zone * 60L, (short)zone);
    }

    private static bool ReadTime(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        ulong second = 0;
        if (text.Length is not (5 or 8) || text[2] != ':' || !AsciiDigits.TryParse(text[..2], 23, out ulong hour)
            || !AsciiDigits.TryParse(text.Slice(3, 2), 59, out ulong minute)
            || (text.Length == 8 && (text[5] != ':' || !AsciiDigits.TryParse(text[6..], 60, out second))))
        {
            return false;
        }
        seconds = (int)(hour * 3600 + minute * 60 + second);
        return true;
    }
}
