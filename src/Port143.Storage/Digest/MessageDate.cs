using Port143.Mail;

namespace Port143.Storage.Digest;

/// <summary>Reads the Date field (RFC 5322 sections 3.3 and 4.3), also in the spellings that old software leaves behind.</summary>
internal static class MessageDate
{
    private const int LongestRead = 256;

    /// <summary>The date, or null when there is none that exists in the calendar. A missing or unknown zone counts as UTC, a time that cannot be as midnight.</summary>
    public static InternalDate? Parse(ReadOnlySpan<byte> field)
    {
        if (field.Length > LongestRead)
        {
            field = field[..LongestRead];
        }
        int day = 0;
        int month = 0;
        int year = -1;
        int seconds = -1;
        int zone = 0;
        while (true)
        {
            field = HeaderText.SkipBlanks(field);
            if (field.IsEmpty)
            {
                break;
            }
            int length = field[1..].IndexOfAny(" \t\r\n(,"u8) + 1;
            length = length == 0 ? field.Length : length;
            if (seconds < 0 && field[..length].IndexOf((byte)'-') is var dash and > 0)
            {
                length = dash;
            }
            ReadOnlySpan<byte> token = field[..length];
            byte first = token[0];
            if (first is (byte)',' or (byte)'-' && seconds < 0)
            {
                length = 1;
            }
            else if (token.Contains((byte)':') && seconds < 0)
            {
                seconds = Math.Max(TimeOf(token), 0); // RFC 5256 section 2.2
            }
            else if (first is (byte)'+' or (byte)'-' && seconds >= 0)
            {
                zone = AsciiDigits.TryParse(token[1..], 2359, out ulong number) && number % 100 < 60
                    ? (int)(number / 100 * 60 + number % 100) * (first == '-' ? -1 : 1)
                    : 0;
            }
            else if (char.IsAsciiLetter((char)first))
            {
                if (month == 0 && token.Length >= 3 && InternalDate.MonthOf(token[..3]) is var named and > 0)
                {
                    month = named;
                }
                else if (seconds >= 0)
                {
                    zone = ZoneOf(token);
                }
            }
            else if (AsciiDigits.TryParse(token, 9999, out ulong number))
            {
                if (day == 0 && number is > 0 and <= 31 && token.Length <= 2)
                {
                    day = (int)number;
                }
                else if (year < 0)
                {
                    year = (int)number + (token.Length >= 4 ? 0 : token.Length == 2 && number < 50 ? 2000 : 1900);
                }
            }
            field = field[length..];
        }
        if (day == 0 || month == 0 || year is < 1 or > 9999 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        long unix = (long)(date - DateTime.UnixEpoch).TotalSeconds + Math.Max(seconds, 0) - zone * 60L;
        return new InternalDate(unix, (short)zone);
    }

    /// <summary>Adds the text without its comments; blanks around them become one.</summary>
    public static void RemoveComments(ReadOnlySpan<byte> text, ByteSink sink)
    {
        while (!text.IsEmpty)
        {
            int open = text.IndexOf((byte)'(');
            if (open < 0)
            {
                sink.Add(text);
                return;
            }
            sink.Add(text[..open].TrimEnd(" \t\r\n"u8));
            text = HeaderText.SkipBlanks(text[open..]);
            if (!text.IsEmpty)
            {
                sink.Add((byte)' ');
            }
        }
    }

    private static int TimeOf(ReadOnlySpan<byte> token)
    {
        Span<int> fields = [0, 0, 0];
        for (int i = 0; i < 3; i++)
        {
            if (!AsciiDigits.TryRead(token, i == 0 ? 23u : 60u, out ulong number, out int used))
            {
                return -1;
            }
            fields[i] = (int)number;
            token = token[used..];
            if (token.IsEmpty || token[0] != ':')
            {
                break;
            }
            token = token[1..];
        }
        return fields[0] * 3600 + fields[1] * 60 + fields[2];
    }

    private static int ZoneOf(ReadOnlySpan<byte> name) => name.Length != 3 ? 0 : (name[0] | 0x20, name[1] | 0x20, name[2] | 0x20) switch
    {
        ('e', 's', 't') => -300,
        ('e', 'd', 't') => -240,
        ('c', 's', 't') => -360,
        ('c', 'd', 't') => -300,
        ('m', 's', 't') => -420,
        ('m', 'd', 't') => -360,
        ('p', 's', 't') => -480,
        ('p', 'd', 't') => -420,
        _ => 0,
    };
}
