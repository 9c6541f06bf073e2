using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>A search key, ready to be asked.</summary>
internal abstract class SearchTest
{
    /// <summary>What of the content it may need.</summary>
    public virtual ContentColumns Columns => ContentColumns.None;

    /// <summary>Asks about one message. Without content the answer may be <see cref="Truth.Unknown"/>; with content it never is.</summary>
    public abstract Truth Ask(in SearchRow row);

    /// <summary>Asks about at most <see cref="Truths.Most"/> messages, without their contents.</summary>
    public virtual void Ask(in RowColumns rows, Span<Truth> truths)
    {
        for (int i = 0; i < truths.Length; i++)
        {
            truths[i] = Ask(new SearchRow { Row = rows[i] });
        }
    }

    /// <summary>Asks the search index, once, so that fewer contents have to be looked at.</summary>
    public virtual ValueTask PrepareAsync(IMailStorage storage, SelectedMailbox selected, CancellationToken cancel) => default;

    /// <summary>Those of some messages that have to be asked, for their UIDs alone, or the search index, do not say no.</summary>
    public virtual UidSet Candidates(UidSet among) => among;

    protected static Truth From(bool value) => value ? Truth.True : Truth.False;
}
