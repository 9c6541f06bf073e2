using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>ANSWERED, SEEN, KEYWORD ... and their opposites.</summary>
internal sealed class FlagTest(FlagSet flag, bool isSet) : SearchTest
{
    public override Truth Ask(in SearchRow row) => From((row.Row.Flags & flag).IsEmpty != isSet);

    public override void Ask(in RowColumns rows, Span<Truth> truths)
    {
        Truth whenEmpty = From(!isSet), whenNot = From(isSet);
        for (int i = 0; i < truths.Length; i++)
        {
            truths[i] = (rows.Flags[i] & flag).IsEmpty ? whenEmpty : whenNot;
        }
    }
}
