using Port143.Mail;

namespace Port143.Server.Commands.Search;

/// <summary>ANSWERED, SEEN, KEYWORD ... and their opposites.</summary>
internal sealed class FlagTest(FlagSet flag, bool isSet) : SearchTest
{
    public override Truth Ask(in SearchRow row) => From((row.Row.Flags & flag).IsEmpty != isSet);
}
