using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

/// <summary>Makes changes at random, the same ones for the same seed. Most make sense, some do not.</summary>
internal sealed class RandomChanges(int seed)
{
    private static readonly string[] Flags = ["\\Seen", "\\Deleted", "\\Flagged", "\\Recent", "a", "B", "b", "c", "$x"];
    private static readonly string[] Names = ["INBOX", "a", "a/b", "a/b/c", "a/b/b", "b", "c/d", "INBOX/e", "Sent"];
    private static readonly string[] Entries = ["/shared/a", "/Shared/A", "/shared/a/b", "/shared/c", "/shared/d/e"];
    private readonly Random _random = new(seed);
    private int _message;

    /// <summary>Whose private annotations there are, and whose own \Seen.</summary>
    public static AccountId Reader { get; } = AccountId.New();

    /// <summary>Mostly the owner; now and then a reader with \Seen of his own.</summary>
    public AccountId? SomeReader() => _random.Next(3) == 0 ? Reader : null;

    public int Next(int limit) => _random.Next(limit);

    public string[] SomeFlags() => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Flags[_random.Next(Flags.Length)])];

    public List<NewAnnotation> SomeEntries() =>
        [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => new NewAnnotation(
            _random.Next(3) == 0 ? Reader : null, Entries[_random.Next(Entries.Length)],
            _random.Next(3) == 0 ? null : new byte[_random.Next(300)]))];

    public MailboxName SomeName() => MailboxName.Parse(Names[_random.Next(Names.Length)]);

    public UidSet SomeUids(uint uidNext)
    {
        if (_random.Next(6) == 0)
        {
            return UidSet.Of(1, uint.MaxValue);
        }
        var set = new UidSetBuilder();
        for (int i = _random.Next(4); i >= 0; i--)
        {
            uint first = 1 + (uint)_random.Next((int)uidNext + 1);
            set.Add(first, first + (uint)_random.Next(4));
        }
        return set.Build();
    }

    public MailboxId SomeMailbox(MailboxList list) =>
        _random.Next(30) == 0 ? new MailboxId(5000) : list.Mailboxes[_random.Next(list.Mailboxes.Count)].Id;

    public List<(byte[] Bytes, string[] Flags, InternalDate Date)> SomeMessages(int? count = null) =>
        [.. Enumerable.Range(0, count ?? _random.Next(4)).Select(_ => (
            TestMessages.Make(++_message, _random.Next(40) == 0 ? 140_000 : _random.Next(3000)), SomeFlags(),
            new InternalDate(_random.NextInt64(2_000_000_000), (short)_random.Next(-700, 700))))];

    /// <summary>A change to mail; null when it is the turn of an append; messages each storage must stage for itself.</summary>
    public object? SomeChange(MailboxList list, uint uidNext) => _random.Next(24) switch
    {
        < 6 => null,
        < 10 => new StoreChange(
            SomeMailbox(list), SomeUids(uidNext), (FlagMode)_random.Next(3), SomeFlags(),
            _random.Next(3) == 0 ? _random.Next(1, 40) : null, Reader: SomeReader()),
        < 12 => new ExpungeChange(SomeMailbox(list), _random.Next(2) == 0 ? null : SomeUids(uidNext)),
        22 => new ReplaceChange(SomeMailbox(list), 1 + (uint)_random.Next((int)uidNext + 1), SomeMailbox(list), null!, SomeReader()),
        < 15 => new CopyChange(SomeMailbox(list), SomeUids(uidNext), SomeMailbox(list), _random.Next(2) == 0,
            SourceReader: SomeReader(), TargetReader: SomeReader()),
        15 => new CreateMailboxChange(SomeName(), _random.Next(4) == 0 ? SpecialUse.Junk : SpecialUse.None, _random.Next(2) == 0),
        16 => new DeleteMailboxChange(SomeName()),
        17 => new RenameMailboxChange(SomeName(), SomeName()),
        18 => new SubscribeChange(SomeName(), _random.Next(2) == 0),
        19 or 20 => new AnnotateChange(
            _random.Next(4) == 0 ? null : SomeMailbox(list), SomeEntries(), _random.Next(2) == 0 ? 3 : int.MaxValue),
        21 => new SetQuotaChange(_random.Next(3) == 0 ? null : new QuotaLimits(
            _random.Next(2) == 0 ? _random.Next(60_000) : null, _random.Next(2) == 0 ? _random.Next(40) : null,
            _random.Next(2) == 0 ? _random.Next(14) : null, _random.Next(2) == 0 ? _random.Next(1500) : null)),
        _ => new ClaimRecentChange(SomeMailbox(list), (uint)_random.Next((int)uidNext + 1)),
    };
}
