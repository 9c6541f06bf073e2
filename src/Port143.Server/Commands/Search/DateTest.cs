using Port143.Mail;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>BEFORE, ON, SINCE and their SENT and SAVED kin: dates "disregarding time and timezone" (RFC 9051 section 6.4.4).</summary>
internal sealed class DateTest(DateKey key) : SearchTest
{
    public override ContentColumns Columns => key.Field == DateField.Sent ? ContentColumns.SentDate : ContentColumns.None;

    public override void Ask(in RowColumns rows, Span<Truth> truths)
    {
        if (key.Field != DateField.Internal)
        {
            base.Ask(rows, truths);
            return;
        }
        // Seconds of the date as shown, from the first second of the first day that matches to before the last one's end.
        const long Day = 86400;
        long first = key.Comparison == DateComparison.Before ? long.MinValue : key.Day * Day;
        long end = key.Comparison switch
        {
            DateComparison.Before => key.Day * Day,
            DateComparison.On => (key.Day + 1) * Day,
            _ => long.MaxValue,
        };
        for (int i = 0; i < truths.Length; i++)
        {
            long shown = rows.Dates[i].Seconds + rows.Dates[i].ZoneMinutes * 60L;
            truths[i] = From(shown >= first & shown < end);
        }
    }

    public override Truth Ask(in SearchRow row)
    {
        int day;
        switch (key.Field)
        {
            case DateField.Internal:
                day = row.Row.InternalDate.Day;
                break;
            case DateField.Saved:
                day = new InternalDate(row.Row.SaveDate, 0).Day;
                break;
            default:
                if (!row.HasContent)
                {
                    return Truth.Unknown;
                }
                if (row.SentDate is not { } sent)
                {
                    return Truth.False;
                }
                day = sent.Day;
                break;
        }
        return From(key.Comparison switch
        {
            DateComparison.Before => day < key.Day,
            DateComparison.On => day == key.Day,
            _ => day >= key.Day,
        });
    }
}
