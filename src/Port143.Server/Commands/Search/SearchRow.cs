using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Digest;

namespace Port143.Server.Commands.Search;

/// <summary>One message under the eyes of a search. In the first round only its row is there, in the second its content.</summary>
internal ref struct SearchRow
{
    public MessageRow Row;

    /// <summary>Whether the columns below are there.</summary>
    public bool HasContent;

    public ReadOnlySpan<byte> Header;

    public InternalDate? SentDate;

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Message;

    public PartTable? Parts;
}
