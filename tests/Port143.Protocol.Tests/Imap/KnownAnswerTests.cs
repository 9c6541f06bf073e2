using System.Text;
using Port143.Protocol.Imap.Grammar;

namespace Port143.Protocol.Tests.Imap;

/// <summary>What each command means.</summary>
public sealed class KnownAnswerTests
{
    [Theory]
    [InlineData("CAPABILITY", "Capability")]
    [InlineData("noop", "Noop")]
    [InlineData("Logout", "Logout")]
    [InlineData("STARTTLS", "StartTls")]
    [InlineData("NAMESPACE", "Namespace")]
    [InlineData("IDLE", "Idle")]
    [InlineData("CHECK", "Check")]
    [InlineData("CLOSE", "Close")]
    [InlineData("UNSELECT", "Unselect")]
    [InlineData("EXPUNGE", "Expunge")]
    [InlineData("uid expunge 3:5,9", "Expunge(Uids=3:5,9)")]
    [InlineData("UID EXPUNGE $", "Expunge(Uids=$)")]
    [InlineData("THREAD REFERENCES UTF-8 ALL", "Thread(Algorithm=References, Key=AllKey)")]
    [InlineData("uid thread refs \"us-ascii\" 1 SEEN", "Thread(Uid, Algorithm=Refs, Key=AndKey(Keys=[SequenceKey(Set=1) FlagKey(Flag='\\Seen', IsSet)]))")]
    [InlineData("ESEARCH UNSEEN", "Esearch(Return=SearchReturns(Items=All), Key=FlagKey(Flag='\\Seen'))")]
    [InlineData("ESEARCH IN (mailboxes \"folder1\" subtree (a b) personal) RETURN (COUNT) CHARSET UTF-8 ALL",
        "Esearch(Sources=[SearchSource(Kind=Mailboxes, Mailboxes=['folder1']) SearchSource(Kind=Subtree, Mailboxes=['a' 'b']) SearchSource(Kind=Personal)], Return=SearchReturns(Items=Count), Key=AllKey)")]
    [InlineData("COMPARATOR", "Comparator")]
    [InlineData("COMPARATOR \"cz;*\" i;octet", "Comparator(Patterns=['cz;*' 'i;octet'])")]
    [InlineData("LANGUAGE {5+}\r\nfr-CA \"default\"", "Language(Ranges=['fr-CA' 'default'])")]
    public void Without_arguments(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("ID NIL", "Id")]
    [InlineData("ID (\"name\" \"Mail\" \"version\" NIL)", "Id(Fields=[IdField(Name='name', Value='Mail') IdField(Name='version')])")]
    [InlineData("LOGIN joe \"a \\\"b\\\\ c\"", "Login(User='joe', Password='a \"b\\ c')")]
    [InlineData("LOGIN {3}\r\nj)e {5+}\r\n{p} \"", "Login(User='j)e', Password='{p} \"')")]
    [InlineData("LOGIN \"jörg\" \"pässword\"", "Login(User='jörg', Password='pässword')")]
    [InlineData("LOGIN joe \"\"", "Login(User='joe', Password='')")]
    [InlineData("AUTHENTICATE plain", "Authenticate(Mechanism='PLAIN')")]
    [InlineData("AUTHENTICATE PLAIN =", "Authenticate(Mechanism='PLAIN', InitialResponse='=')")]
    [InlineData("AUTHENTICATE SCRAM-SHA-256 AGE+/w==", "Authenticate(Mechanism='SCRAM-SHA-256', InitialResponse='AGE+/w==')")]
    [InlineData("ENABLE condstore IMAP4rev2", "Enable(Capabilities=['CONDSTORE' 'IMAP4REV2'])")]
    public void Signing_in(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("GETMETADATA \"\" /shared/comment", "GetMetadata(Mailbox='', Entries=['/shared/comment'])")]
    [InlineData("GETMETADATA INBOX (DEPTH 1) (/private/a)", "GetMetadata(Mailbox='INBOX', Entries=['/private/a'], Depth=Children)")]
    [InlineData("GETMETADATA (maxsize 7 depth Infinity) INBOX \"/PRIVATE\"",
        "GetMetadata(Mailbox='INBOX', Entries=['/PRIVATE'], MaxSize=7, Depth=All)")]
    [InlineData("GETMETADATA INBOX (\"/private/a b\" {9}\r\n/shared/x)", "GetMetadata(Mailbox='INBOX', Entries=['/private/a b' '/shared/x'])")]
    [InlineData("GETMETADATA INBOX /private/a /shared/x", "GetMetadata(Mailbox='INBOX', Entries=['/private/a' '/shared/x'])")]
    [InlineData("SETMETADATA INBOX (/private/a NIL)", "SetMetadata(Mailbox='INBOX', Entries=[MetadataEntry(Entry='/private/a')])")]
    [InlineData("SETMETADATA x (/shared/a \"\" /shared/b ~{3}\r\n\0\r\n /shared/vendor/x/c {2+}\r\n)))",
        "SetMetadata(Mailbox='x', Entries=[MetadataEntry(Entry='/shared/a', Value='') MetadataEntry(Entry='/shared/b', Value='\0\r\n')"
        + " MetadataEntry(Entry='/shared/vendor/x/c', Value='))')])")]
    [InlineData("GETQUOTA \"\"", "GetQuota(Root='')")]
    [InlineData("GETQUOTA !partition/sda4", "GetQuota(Root='!partition/sda4')")]
    [InlineData("GETQUOTAROOT \"a b\"", "GetQuotaRoot(Mailbox='a b')")]
    [InlineData("SETQUOTA \"#user/alice\" (STORAGE 510 message 7)",
        "SetQuota(Root='#user/alice', Limits=[QuotaLimit(Resource='STORAGE', Limit=510) QuotaLimit(Resource='MESSAGE', Limit=7)])")]
    [InlineData("SETQUOTA \"\" ()", "SetQuota(Root='')")]
    [InlineData("RLIST \"\" #SHARED/%", "RList(Reference='', Pattern='#SHARED/%')")]
    [InlineData("RLSUB \"\" *", "RLsub(Reference='', Pattern='*')")]
    [InlineData("XLIST \"\" *", "XList(Reference='', Pattern='*')")]
    public void Annotations_and_quota(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("SELECT INBOX", "Select(Mailbox='INBOX')")]
    [InlineData("EXAMINE \"a b\"", "Select(Mailbox='a b', ReadOnly)")]
    [InlineData("SELECT x (CONDSTORE)", "Select(Mailbox='x', Condstore)")]
    [InlineData("SELECT x (QRESYNC (67890007 20050715194045000))",
        "Select(Mailbox='x', Qresync=QresyncParameter(UidValidity=67890007, ModSeq=20050715194045000))")]
    [InlineData("SELECT x (QRESYNC (6 7 41,43:211,214:541))",
        "Select(Mailbox='x', Qresync=QresyncParameter(UidValidity=6, ModSeq=7, KnownUids=41,43:211,214:541))")]
    [InlineData("SELECT x (QRESYNC (6 7 1:9 (1,3 4,7)) CONDSTORE)",
        "Select(Mailbox='x', Condstore, Qresync=QresyncParameter(UidValidity=6, ModSeq=7, KnownUids=1:9, SequenceMatch=SequenceMatchData(KnownSequence=1,3, KnownSequenceUids=4,7)))")]
    [InlineData("SELECT x (QRESYNC (6 7 (1 4)))",
        "Select(Mailbox='x', Qresync=QresyncParameter(UidValidity=6, ModSeq=7, SequenceMatch=SequenceMatchData(KnownSequence=1, KnownSequenceUids=4)))")]
    [InlineData("CREATE Entw&APw-rfe", "Create(Mailbox='Entwürfe')")]
    [InlineData("CREATE x (USE (\\Sent \\Foo))", "Create(Mailbox='x', UseAttributes=['\\Sent' '\\Foo'])")]
    [InlineData("CREATE x/", "Create(Mailbox='x/')")]
    [InlineData("DELETE {2}\r\n%x", "Delete(Mailbox='%x')")]
    [InlineData("RENAME a&-b c", "Rename(From='a&b', To='c')")]
    [InlineData("SUBSCRIBE a]b", "Subscribe(Mailbox='a]b')")]
    [InlineData("UNSUBSCRIBE x", "Unsubscribe(Mailbox='x')")]
    [InlineData("STATUS x (messages RECENT UIDNEXT UIDVALIDITY UNSEEN SIZE DELETED HIGHESTMODSEQ APPENDLIMIT MAILBOXID)",
        "Status(Mailbox='x', Items=Messages, Recent, UidNext, UidValidity, Unseen, Size, Deleted, HighestModSeq, AppendLimit, MailboxId)")]
    public void Mailboxes(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("LIST \"\" *", "List(Reference='', Patterns=['*'])")]
    [InlineData("LIST \"\" \"\"", "List(Reference='', Patterns=[''])")]
    [InlineData("LIST ~/ a%b]", "List(Reference='~/', Patterns=['a%b]'])")]
    [InlineData("LIST () \"\" %", "List(IsExtended, Reference='', Patterns=['%'])")]
    [InlineData("LIST (subscribed RECURSIVEMATCH remote) \"\" (INBOX \"a*\" {1}\r\n%) RETURN (children)",
        "List(IsExtended, Selection=Subscribed, Remote, RecursiveMatch, Reference='', Patterns=['INBOX' 'a*' '%'], Return=Children)")]
    [InlineData("LIST (SPECIAL-USE) \"\" * RETURN (SPECIAL-USE SUBSCRIBED STATUS (MESSAGES UNSEEN))",
        "List(IsExtended, Selection=SpecialUse, Reference='', Patterns=['*'], Return=Subscribed, SpecialUse, Status, StatusItems=Messages, Unseen)")]
    [InlineData("LIST \"\" * RETURN (METADATA (/shared/comment \"/private/x\"))",
        "List(IsExtended, Reference='', Patterns=['*'], Return=Metadata, MetadataEntries=['/shared/comment' '/private/x'])")]
    [InlineData("LIST \"\" * RETURN ()", "List(IsExtended, Reference='', Patterns=['*'])")]
    [InlineData("LSUB \"\" *", "Lsub(Reference='', Pattern='*')")]
    public void Listing(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("FETCH 1 FLAGS", "Fetch(Set=1, Items=[FlagsItem])")]
    [InlineData("UID FETCH 1:* (uid Flags)", "Fetch(Uid, Set=1:*, Items=[UidItem FlagsItem])")]
    [InlineData("FETCH $ ALL", "Fetch(Set=$, Items=[FlagsItem InternalDateItem Rfc822SizeItem EnvelopeItem])")]
    [InlineData("FETCH 1 FAST", "Fetch(Set=1, Items=[FlagsItem InternalDateItem Rfc822SizeItem])")]
    [InlineData("FETCH 1 full", "Fetch(Set=1, Items=[FlagsItem InternalDateItem Rfc822SizeItem EnvelopeItem BodyItem])")]
    [InlineData("FETCH 2,4:7 (BODY BODYSTRUCTURE RFC822 RFC822.HEADER RFC822.TEXT MODSEQ SAVEDATE EMAILID THREADID)",
        "Fetch(Set=2,4:7, Items=[BodyItem BodyStructureItem Rfc822Item Rfc822HeaderItem Rfc822TextItem ModSeqItem SaveDateItem EmailIdItem ThreadIdItem])")]
    [InlineData("FETCH 1 BODY[]", "Fetch(Set=1, Items=[BodySectionItem(Section=:All``)])")]
    [InlineData("FETCH 1 body.peek[Text]<0.100>", "Fetch(Set=1, Items=[BodySectionItem(Section=:Text`Text`, Partial=<0.100>, Peek)])")]
    [InlineData("FETCH 1 (BODY[1.2] BODY[3.MIME] BODY[4.2.HEADER])",
        "Fetch(Set=1, Items=[BodySectionItem(Section=1.2:All`1.2`) BodySectionItem(Section=3:Mime`3.MIME`) BodySectionItem(Section=4.2:Header`4.2.HEADER`)])")]
    [InlineData("FETCH 1 BODY.PEEK[HEADER.FIELDS (DATE From)]",
        "Fetch(Set=1, Items=[BodySectionItem(Section=:HeaderFields(DATE From)`HEADER.FIELDS (DATE From)`, Peek)])")]
    [InlineData("FETCH 1 BODY[2.HEADER.FIELDS.NOT (A \"B\" {3+}\r\nX-C)]<5.6>",
        "Fetch(Set=1, Items=[BodySectionItem(Section=2:HeaderFieldsNot(A B X-C)`2.HEADER.FIELDS.NOT (A B X-C)`, Partial=<5.6>)])")]
    [InlineData("FETCH 1 (BINARY[1] BINARY.PEEK[2.1]<1.2> BINARY.SIZE[3])",
        "Fetch(Set=1, Items=[BinaryItem(Section=1:All`1`) BinaryItem(Section=2.1:All`2.1`, Partial=<1.2>, Peek) BinarySizeItem(Section=3:All`3`)])")]
    [InlineData("FETCH 1 (PREVIEW UID)", "Fetch(Set=1, Items=[PreviewItem UidItem])")]
    [InlineData("FETCH 1 PREVIEW (LAZY)", "Fetch(Set=1, Items=[PreviewItem(Lazy)])")]
    [InlineData("FETCH 1 PREVIEW (CHANGEDSINCE 3)", "Fetch(Set=1, Items=[PreviewItem], ChangedSince=3)")]
    [InlineData("UID FETCH 1:* (FLAGS) (CHANGEDSINCE 12345 VANISHED)", "Fetch(Uid, Set=1:*, Items=[FlagsItem], ChangedSince=12345, Vanished)")]
    public void Fetching(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("STORE 1 FLAGS ()", "Store(Set=1)")]
    [InlineData("STORE 1 +flags.silent (\\Deleted $Junk)", "Store(Set=1, Mode=Add, Silent, Flags=['\\Deleted' '$Junk'])")]
    [InlineData("UID STORE *:4 -FLAGS \\Seen foo", "Store(Uid, Set=*:4, Mode=Remove, Flags=['\\Seen' 'foo'])")]
    [InlineData("STORE 7,5 (UNCHANGEDSINCE 0) FLAGS.SILENT (a)", "Store(Set=7,5, Silent, Flags=['a'], UnchangedSince=0)")]
    [InlineData("COPY 2:4 x", "Copy(Set=2:4, Mailbox='x')")]
    [InlineData("UID COPY * \"a b\"", "Copy(Uid, Set=*, Mailbox='a b')")]
    [InlineData("MOVE 1 x", "Move(Set=1, Mailbox='x')")]
    [InlineData("UID MOVE $ x", "Move(Uid, Set=$, Mailbox='x')")]
    public void Changing(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("SEARCH ALL", "Key=AllKey")]
    [InlineData("SEARCH answered UNANSWERED", "Key=AndKey(Keys=[FlagKey(Flag='\\Answered', IsSet) FlagKey(Flag='\\Answered')])")]
    [InlineData("SEARCH DELETED UNDELETED DRAFT UNDRAFT FLAGGED UNFLAGGED SEEN UNSEEN",
        "Key=AndKey(Keys=[FlagKey(Flag='\\Deleted', IsSet) FlagKey(Flag='\\Deleted') FlagKey(Flag='\\Draft', IsSet) FlagKey(Flag='\\Draft') FlagKey(Flag='\\Flagged', IsSet) FlagKey(Flag='\\Flagged') FlagKey(Flag='\\Seen', IsSet) FlagKey(Flag='\\Seen')])")]
    [InlineData("SEARCH NEW", "Key=AndKey(Keys=[RecentKey FlagKey(Flag='\\Seen')])")]
    [InlineData("SEARCH OR OLD RECENT", "Key=OrKey(Left=NotKey(Key=RecentKey), Right=RecentKey)")]
    [InlineData("SEARCH KEYWORD $Junk UNKEYWORD x", "Key=AndKey(Keys=[FlagKey(Flag='$Junk', IsSet) FlagKey(Flag='x')])")]
    [InlineData("SEARCH BEFORE 1-Feb-1994", "Key=DateKey(Day=8797)")]
    [InlineData("SEARCH ON \"01-jan-1970\"", "Key=DateKey(Comparison=On, Day=0)")]
    [InlineData("SEARCH SENTSINCE 31-Dec-1969", "Key=DateKey(Field=Sent, Comparison=Since, Day=-1)")]
    [InlineData("SEARCH SAVEDON 29-Feb-2024", "Key=DateKey(Field=Saved, Comparison=On, Day=19782)")]
    [InlineData("SEARCH SAVEDATESUPPORTED", "Key=SaveDateSupportedKey")]
    [InlineData("SEARCH LARGER 5 SMALLER 9223372036854775807", "Key=AndKey(Keys=[LargerKey(Octets=5) SmallerKey(Octets=9223372036854775807)])")]
    [InlineData("SEARCH FROM a TO b CC c BCC d", "Key=AndKey(Keys=[TextKey(Text='a') TextKey(Field=To, Text='b') TextKey(Field=Cc, Text='c') TextKey(Field=Bcc, Text='d')])")]
    [InlineData("SEARCH SUBJECT \"a b\" BODY {2}\r\n\"x TEXT \"ä\"",
        "Key=AndKey(Keys=[TextKey(Field=Subject, Text='a b') TextKey(Field=Body, Text='\"x') TextKey(Field=Text, Text='ä')])")]
    [InlineData("SEARCH HEADER Message-ID \"\"", "Key=HeaderKey(Name='Message-ID', Text='')")]
    [InlineData("SEARCH UID 1:*", "Key=UidKey(Set=1:*)")]
    [InlineData("SEARCH UIDAFTER 25000 uidbefore 4294967295", "Key=AndKey(Keys=[UidAfterKey(Uid=25000) UidBeforeKey(Uid=4294967295)])")]
    [InlineData("SEARCH 2,4:7 $", "Key=AndKey(Keys=[SequenceKey(Set=2,4:7) SequenceKey(Set=$)])")]
    [InlineData("SEARCH * NOT (1 2)", "Key=AndKey(Keys=[SequenceKey(Set=*) NotKey(Key=AndKey(Keys=[SequenceKey(Set=1) SequenceKey(Set=2)]))])")]
    [InlineData("SEARCH (SEEN)", "Key=FlagKey(Flag='\\Seen', IsSet)")]
    [InlineData("SEARCH MODSEQ 620162338", "Key=ModSeqKey(Value=620162338)")]
    [InlineData("SEARCH MODSEQ \"/flags/\\\\draft\" all 0", "Key=ModSeqKey(Value=0, EntryName='/flags/\\draft', EntryType='all')")]
    [InlineData("SEARCH OLDER 60 YOUNGER 1", "Key=AndKey(Keys=[OlderKey(Seconds=60) YoungerKey(Seconds=1)])")]
    [InlineData("SEARCH EMAILID M6 THREADID T-_1", "Key=AndKey(Keys=[EmailIdKey(Id='M6') ThreadIdKey(Id='T-_1')])")]
    [InlineData("UID SEARCH RETURN () 1", "Uid, Return=SearchReturns(Items=All), Key=SequenceKey(Set=1)")]
    [InlineData("UID SEARCH RETURN (PARTIAL -1:-100) 1", "Uid, Return=SearchReturns(Items=Partial, Partial=-1:-100), Key=SequenceKey(Set=1)")]
    [InlineData("SEARCH RETURN (COUNT partial 500:400 SAVE) 1",
        "Return=SearchReturns(Items=Count, Save, Partial, Partial=400:500), Key=SequenceKey(Set=1)")]
    [InlineData("SEARCH return (MIN max All COUNT Save) CHARSET utf-8 1", "Return=SearchReturns(Items=Min, Max, All, Count, Save), Charset=?, Key=SequenceKey(Set=1)")]
    public void Searching(string text, string expected)
    {
        // "?" stands for what is of no importance.
        string pattern = "^x Search\\(" + System.Text.RegularExpressions.Regex.Escape(expected).Replace("\\?", ".*", StringComparison.Ordinal) + "\\)$";
        Assert.Matches(pattern, Describe.Outcome(Parse(text)));
    }

    [Fact]
    public void Names_are_utf8_when_the_client_said_so()
    {
        Assert.Equal("x Select(Mailbox='Entwürfe')", Describe.Outcome(Parse("SELECT \"Entwürfe\"", utf8: true)));
        Assert.Equal("x Select(Mailbox='a&-b')", Describe.Outcome(Parse("SELECT a&-b", utf8: true)));
    }

    [Theory]
    [InlineData("US-ASCII")]
    [InlineData("\"utf-8\"")]
    public void Search_takes_two_charsets(string charset) => Assert.NotNull(Parse($"SEARCH CHARSET {charset} ALL").Command);

    [Theory]
    [InlineData("ISO-8859-1")]
    [InlineData("\"\"")]
    [InlineData("{5}\r\nutf-9")]
    public void Search_says_which_charsets_it_has_not(string charset) =>
        Assert.Equal("x BADCHARSET", Describe.Outcome(Parse($"SEARCH CHARSET {charset} TEXT a")));

    internal static ParseOutcome Parse(string text, bool utf8 = false) =>
        ImapGrammar.Parse(Encoding.UTF8.GetBytes("x " + text), [], new GrammarOptions { Utf8 = utf8 });

    private static void Check(string text, string expected) => Assert.Equal("x " + expected, Describe.Outcome(Parse(text)));
}
