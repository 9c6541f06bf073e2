namespace Port143.Server.Commands.Search;

/// <summary>OLDER and YOUNGER (RFC 5032): by internal date, in seconds before now.</summary>
internal sealed class AgeTest(long border, bool younger) : SearchTest
{
    public override Truth Ask(in SearchRow row) =>
        From(younger ? row.Row.InternalDate.Seconds >= border : row.Row.InternalDate.Seconds <= border);
}
