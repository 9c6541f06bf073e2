namespace Port143.Mail;

/// <summary>The internal date of a message (RFC 9051 section 2.3.3): a second in time and the zone it is shown in.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 00:00 UTC.</param>
/// <param name="ZoneMinutes">Minutes east of UTC, -1439 to 1439.</param>
public readonly record struct InternalDate(long Seconds, short ZoneMinutes)
{
    /// <summary>The length of <see cref="Format"/>'s output in bytes, quotes not included.</summary>
    public const int FormattedLength = 26;

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>The date of a point in time, in that value's own zone.</summary>
    public static InternalDate From(DateTimeOffset time) => new(time.ToUnixTimeSeconds(), (short)time.Offset.TotalMinutes);

    /// <summary>The same as a <see cref="DateTimeOffset"/>.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.FromUnixTimeSeconds(Seconds).ToOffset(TimeSpan.FromMinutes(ZoneMinutes));

    /// <summary>
    /// Days since 1970-01-01 of the date as shown in its own zone: SEARCH compares dates "disregarding time and timezone"
    /// (RFC 9051 section 6.4.4).
    /// </summary>
    public int Day => (int)Math.Floor((Seconds + ZoneMinutes * 60L) / 86400.0);

    /// <summary>
    /// Writes <c>dd-Mmm-yyyy hh:mm:ss +zzzz</c>, the date padded with a blank (RFC 9051 section 9, <c>date-time</c>),
    /// without quotes, and returns its length: always <see cref="FormattedLength"/>.
    /// </summary>
    public int Format(Span<byte> destination)
    {
        DateTime local = DateTime.UnixEpoch.AddSeconds(Seconds + ZoneMinutes * 60L);
        Two(destination, local.Day);
        if (destination[0] == '0')
        {
            destination[0] = (byte)' ';
        }
        destination[2] = (byte)'-';
        Months.Slice((local.Month - 1) * 3, 3).CopyTo(destination[3..]);
        destination[6] = (byte)'-';
        Two(destination[7..], local.Year / 100);
        Two(destination[9..], local.Year % 100);
        destination[11] = (byte)' ';
        Two(destination[12..], local.Hour);
        destination[14] = (byte)':';
        Two(destination[15..], local.Minute);
        destination[17] = (byte)':';
        Two(destination[18..], local.Second);
        destination[20] = (byte)' ';
        int zone = Math.Abs((int)ZoneMinutes);
        destination[21] = ZoneMinutes < 0 ? (byte)'-' : (byte)'+';
        Two(destination[22..], zone / 60);
        Two(destination[24..], zone % 60);
        return FormattedLength;

        static void Two(Span<byte> at, int value)
        {
            at[0] = (byte)('0' + value / 10);
            at[1] = (byte)('0' + value % 10);
        }
    }

    /// <summary>The date as on the wire, without quotes.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[FormattedLength];
        Format(bytes);
        return System.Text.Encoding.ASCII.GetString(bytes);
    }

    /// <summary>
    /// Parses <c>date-time</c> (RFC 9051 section 9) without its quotes: <c>dd-Mmm-yyyy hh:mm:ss +zzzz</c>, the day with one
    /// or two digits or a leading blank. False for anything else, and for dates that do not exist.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out InternalDate date)
    {
        date = default;
        if (text.Length == FormattedLength - 1)
        {
            Span<byte> padded = stackalloc byte[FormattedLength];
            padded[0] = (byte)' ';
            text.CopyTo(padded[1..]);
            return TryParse(padded, out date);
        }
        if (text.Length != FormattedLength || text[2] != '-' || text[6] != '-' || text[11] != ' ' || text[14] != ':'
            || text[17] != ':' || text[20] != ' ' || text[21] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }
        ReadOnlySpan<byte> dayText = text[0] == ' ' ? text.Slice(1, 1) : text[..2];
        int month = MonthOf(text.Slice(3, 3));
        if (month == 0 || !AsciiDigits.TryParse(dayText, 31, out ulong day) || !AsciiDigits.TryParse(text.Slice(7, 4), 9999, out ulong year)
            || !AsciiDigits.TryParse(text.Slice(12, 2), 23, out ulong hour) || !AsciiDigits.TryParse(text.Slice(15, 2), 59, out ulong minute)
            || !AsciiDigits.TryParse(text.Slice(18, 2), 60, out ulong second) || !AsciiDigits.TryParse(text.Slice(22, 2), 23, out ulong zoneHour)
            || !AsciiDigits.TryParse(text.Slice(24, 2), 59, out ulong zoneMinute)
            || year == 0 || day == 0 || day > (ulong)DateTime.DaysInMonth((int)year, month))
        {
            return false;
        }
        int zone = (int)(zoneHour * 60 + zoneMinute) * (text[21] == '-' ? -1 : 1);
        var local = new DateTime((int)year, month, (int)day, (int)hour, (int)minute, 0, DateTimeKind.Utc);
        date = new InternalDate((long)(local - DateTime.UnixEpoch).TotalSeconds + (long)second - zone * 60L, (short)zone);
        return true;
    }

    /// <summary>The month 1-12 named by three letters in any case, or 0.</summary>
    public static int MonthOf(ReadOnlySpan<byte> name)
    {
        for (int i = 0; name.Length == 3 && i < 12; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, Months.Slice(i * 3, 3)))
            {
                return i + 1;
            }
        }
        return 0;
    }
}
