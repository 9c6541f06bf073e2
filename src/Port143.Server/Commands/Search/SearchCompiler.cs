using Port143.Mail;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Server.Extensions;
using Port143.Server.Sessions;

namespace Port143.Server.Commands.Search;

/// <summary>Makes tests of search keys. The depth of the tree was bounded by the grammar.</summary>
internal sealed class SearchCompiler(ImapSession session, SelectedMailbox selected)
{
    private bool _isFuzzy;

    /// <summary>Whether the search asks for MODSEQ, so that the answer tells the highest (RFC 7162 section 3.1.5).</summary>
    public bool AsksModSeq { get; private set; }

    /// <summary>Whether the search names sequence numbers, so that no EXPUNGE may be told with it (RFC 7162 section 3.2.10.2).</summary>
    public bool NamesNumbers { get; private set; }

    /// <summary>Makes the test of a key; null when it names a sequence number after UIDONLY, which forbids it (RFC 9586).</summary>
    public SearchTest? Compile(SearchKey key)
    {
        switch (key)
        {
            case AndKey and:
                var tests = new SearchTest[and.Keys.Count];
                for (int i = 0; i < tests.Length; i++)
                {
                    if (Compile(and.Keys[i]) is not { } test)
                    {
                        return null;
                    }
                    tests[i] = test;
                }
                return new AndTest(tests);
            case OrKey or:
                return Compile(or.Left) is { } left && Compile(or.Right) is { } right ? new OrTest(left, right) : null;
            case FuzzyKey fuzzy:
                bool outer = _isFuzzy;
                _isFuzzy = IsFuzzy = true;
                SearchTest? inexact = Compile(fuzzy.Key);
                _isFuzzy = outer;
                return inexact;
            case NotKey not:
                return Compile(not.Key) is { } inner ? new NotTest(inner) : null;
            case SequenceKey { Set.IsSavedResult: false } when session.UidOnly:
                return null;
            case SequenceKey sequence:
                // A number that no message has is no error in any search (RFC 7377 section 2); it finds nothing.
                NamesNumbers |= !sequence.Set.IsSavedResult;
                _ = MessageSet.TryResolve(selected, sequence.Set, uid: false, out UidSet byNumber);
                return new UidTest(byNumber);
            case UidKey uid:
                _ = MessageSet.TryResolve(selected, uid.Set, uid: true, out UidSet byUid);
                return new UidTest(byUid);
            case UidAfterKey after:
                return new UidTest(after.Uid == uint.MaxValue ? UidSet.Empty : UidSet.Of(after.Uid + 1, uint.MaxValue));
            case UidBeforeKey before:
                return new UidTest(before.Uid == 1 ? UidSet.Empty : UidSet.Of(1, before.Uid - 1));
            default:
                return Simple(key);
        }
    }

    /// <summary>Whether there is a FUZZY key, so that the messages have scores (RFC 6203 section 4).</summary>
    public bool IsFuzzy { get; private set; }

    /// <summary>The text keys below FUZZY, which score the messages.</summary>
    public List<FuzzyTest> FuzzyTests { get; } = [];

    private FuzzyTest Fuzzy(string text, string? field, bool withHeader)
    {
        var test = new FuzzyTest(text, field, withHeader);
        FuzzyTests.Add(test);
        return test;
    }

    private SearchTest Simple(SearchKey key)
    {
        long now = session.Services.Time.GetUtcNow().ToUnixTimeSeconds();
        switch (key)
        {
            case AllKey or SaveDateSupportedKey:
                return new AllTest(true);
            case FlagKey flag:
                return Flag(flag);
            case RecentKey:
                return new RecentTest(selected);
            case LargerKey larger:
                return new SizeTest(larger.Octets, larger: true);
            case SmallerKey smaller:
                return new SizeTest(smaller.Octets, larger: false);
            case OlderKey older:
                return new AgeTest(now - older.Seconds, younger: false);
            case YoungerKey younger:
                return new AgeTest(now - younger.Seconds, younger: true);
            case DateKey date:
                return new DateTest(date);
            case ModSeqKey modSeq:
                AsksModSeq = true;
                return new ModSeqTest(modSeq.Value);
            case EmailIdKey email:
                string suffix = Fetch.EmailIdPart.SuffixOf(selected.View);
                return email.Id.EndsWith(suffix, StringComparison.Ordinal)
                    ? new EmailIdTest(email.Id[..^suffix.Length])
                    : new AllTest(false);
            case ThreadIdKey:
                return new AllTest(false); // THREADID is NIL for every message
            case HeaderKey { Text.Length: > 0 } header when _isFuzzy:
                return Fuzzy(header.Text, header.Name, withHeader: false);
            case TextKey { Text.Length: > 0 } text when _isFuzzy:
                return Fuzzy(
                    text.Text, text.Field is TextField.Body or TextField.Text ? null : text.Field.ToString(), text.Field == TextField.Text);
            case HeaderKey header:
                return new HeaderTest(header.Name, header.Text, session.Comparator);
            case TextKey text:
                return text.Field switch
                {
                    TextField.From => new HeaderTest("From", text.Text, session.Comparator),
                    TextField.To => new HeaderTest("To", text.Text, session.Comparator),
                    TextField.Cc => new HeaderTest("Cc", text.Text, session.Comparator),
                    TextField.Bcc => new HeaderTest("Bcc", text.Text, session.Comparator),
                    TextField.Subject => new HeaderTest("Subject", text.Text, session.Comparator),
                    TextField.Body => new TextTest(text.Text, withHeader: false, session.Comparator),
                    _ => new TextTest(text.Text, withHeader: true, session.Comparator),
                };
            default:
                throw new NotSupportedException(key.GetType().Name);
        }
    }

    private SearchTest Flag(FlagKey key)
    {
        if (SystemFlags.TryParse(key.Flag, out SystemFlag system))
        {
            return new FlagTest(FlagSet.Of(system), key.IsSet);
        }
        return new KeywordTest(selected.Index, key.Flag, key.IsSet);
    }
}
