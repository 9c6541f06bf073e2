using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>KEYWORD and UNKEYWORD. The mailbox may learn the keyword while a search is kept up to date (RFC 5267).</summary>
internal sealed class KeywordTest(MailboxIndex index, string keyword, bool isSet) : SearchTest
{
    private int _number = -1;
    private int _asked;

    public override Truth Ask(in SearchRow row)
    {
        if (_number < 0)
        {
            LookUp();
        }
        // Nobody has a keyword that the mailbox does not know.
        return From((_number >= 0 && row.Row.Flags.HasKeyword(_number)) == isSet);
    }

    private void LookUp()
    {
        IReadOnlyList<string> keywords = index.State.Keywords;
        for (; _asked < keywords.Count && _number < 0; _asked++)
        {
            if (keywords[_asked].Equals(keyword, StringComparison.OrdinalIgnoreCase))
            {
                _number = _asked;
            }
        }
    }
}
