namespace Port143.Server.Commands.Search;

/// <summary>EMAILID (RFC 8474 section 7).</summary>
internal sealed class EmailIdTest(string id) : SearchTest
{
    public override Truth Ask(in SearchRow row) => From(Fetch.EmailIdPart.IdOf(row.Row) == id);
}
