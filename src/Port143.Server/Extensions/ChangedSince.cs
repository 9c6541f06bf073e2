using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Extensions;

/// <summary>CHANGEDSINCE (RFC 7162 section 3.1.4): whether a row changed after a MODSEQ.</summary>
internal readonly struct ChangedSince(long modSeq) : IRowTest
{
    public bool Matches(in MessageRow row) => row.ModSeq > modSeq;
}
