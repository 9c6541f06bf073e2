using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>A search key, ready to be asked.</summary>
internal abstract class SearchTest
{
    /// <summary>What of the content it may need.</summary>
    public virtual ContentColumns Columns => ContentColumns.None;

    /// <summary>Asks. Without content the answer may be <see cref="Truth.Unknown"/>; with content it never is.</summary>
    public abstract Truth Ask(in SearchRow row);

    /// <summary>Those of some messages that have to be asked, for their UIDs alone do not say no.</summary>
    public virtual UidSet Candidates(UidSet among) => among;

    protected static Truth From(bool value) => value ? Truth.True : Truth.False;
}
