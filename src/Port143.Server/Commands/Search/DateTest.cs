using Port143.Mail;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>BEFORE, ON, SINCE and their SENT and SAVED kin: dates "disregarding time and timezone" (RFC 9051 section 6.4.4).</summary>
internal sealed class DateTest(DateKey key) : SearchTest
{
    public override ContentColumns Columns => key.Field == DateField.Sent ? ContentColumns.SentDate : ContentColumns.None;

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
