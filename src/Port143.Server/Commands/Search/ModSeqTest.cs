namespace Port143.Server.Commands.Search;

/// <summary>MODSEQ (RFC 7162 section 3.1.5): changed at or after a MODSEQ.</summary>
internal sealed class ModSeqTest(long modSeq) : SearchTest
{
    public override Truth Ask(in SearchRow row) => From(row.Row.ModSeq >= modSeq);
}
