namespace Port143.Server.Commands.Search;

/// <summary>LARGER and SMALLER.</summary>
internal sealed class SizeTest(long octets, bool larger) : SearchTest
{
    public override Truth Ask(in SearchRow row) => From(larger ? row.Row.Size > octets : row.Row.Size < octets);
}
