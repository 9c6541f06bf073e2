using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

/// <summary>An account of <see cref="MemoryMailStorage"/>: the rules of the log in their plainest form.</summary>
internal sealed class MemoryAccount
{
    private long _lastMailbox;
    private long _lastContent;
    private uint _uidValidity;

    public Dictionary<MailboxId, MemoryMailbox> Mailboxes { get; } = [];

    public HashSet<MailboxName> Subscriptions { get; } = [];

    public Dictionary<MailboxId, byte[]> UrlKeys { get; } = [];

    public Dictionary<long, byte[]> Contents { get; } = [];

    public List<MemoryAnnotation> Annotations { get; } = [];

    public long AnnotationHead { get; private set; }

    public MailboxList List => new(Mailboxes.Values.Select(m => m.Info), Subscriptions);

    public QuotaLimits? Limits { get; private set; }

    /// <summary>Counted anew each time, where engines keep counters.</summary>
    public Quota Quota => new(
        new QuotaUsage(
            Mailboxes.Values.Sum(m => m.Rows.Values.Sum(r => (long)r.Size)), Mailboxes.Values.Sum(m => m.Rows.Count), Mailboxes.Count,
            Annotations.Sum(a => a.Value?.Length ?? 0)),
        Limits ?? QuotaLimits.None, Limits is not null);

    private bool Allows(QuotaUsage growth) => Quota.Limits.Allow(Quota.Usage, growth);

    private int MissingParents(MailboxName name)
    {
        int missing = 0;
        for (MailboxName? parent = name.Parent; parent is not null; parent = parent.Parent)
        {
            missing += Find(parent) is null ? 1 : 0;
        }
        return missing;
    }

    public MemoryMailbox? Find(MailboxName name) => Mailboxes.Values.FirstOrDefault(m => m.Name.Equals(name));

    public ChangeResult Apply<TResult>(Change<TResult> change, long now)
        where TResult : ChangeResult => change switch
        {
            AppendChange append => Append(append, now),
            StoreChange store => Store(store),
            ExpungeChange expunge => Expunge(expunge),
            ReplaceChange replace => Replace(replace, now),
            UrlKeyChange key => SetKey(key),
            CopyChange copy => Copy(copy, now),
            CreateMailboxChange create => Create(create, now),
            DeleteMailboxChange delete => Delete(delete),
            RenameMailboxChange rename => Rename(rename, now),
            AnnotateChange annotate => Annotate(annotate),
            SetQuotaChange quota => SetQuota(quota),
            SubscribeChange subscribe => Subscribe(subscribe),
            SetAclChange acl => SetAcl(acl),
            ForgetReaderChange forget => Forget(forget),
            ClaimRecentChange claim => Claim(claim),
            _ => throw new NotSupportedException(),
        };

    private AppendResult Append(AppendChange change, long now)
    {
        if (!Mailboxes.TryGetValue(change.Mailbox, out MemoryMailbox? mailbox))
        {
            return new AppendResult(ChangeFailure.NoMailbox, 0, UidSet.Empty, 0);
        }
        if (!mailbox.HasRoomFor(change.Messages.SelectMany(m => m.Flags)))
        {
            return new AppendResult(ChangeFailure.TooManyKeywords, 0, UidSet.Empty, 0);
        }
        if (!Allows(new QuotaUsage(change.Messages.Sum(m => (long)m.Message.Size), change.Messages.Count)))
        {
            return new AppendResult(ChangeFailure.OverQuota, 0, UidSet.Empty, 0);
        }
        byte[][] bytes = [.. change.Messages.Select(m => Read(m.Message))]; // all, before anything is changed
        if (change.Messages.Count > 0)
        {
            mailbox.Head++;
        }
        var uids = new UidSetBuilder();
        foreach ((NewMessage message, byte[] content) in change.Messages.Zip(bytes))
        {
            Contents.Add(++_lastContent, content);
            uint uid = mailbox.UidNext++;
            var row = new MessageRow(
                uid, mailbox.Head, mailbox.Resolve(message.Flags, add: true), message.InternalDate, now, message.Message.Size, _lastContent);
            if (change.Reader is { } reader && row.Flags.Has(SystemFlag.Seen))
            {
                mailbox.Seen[(reader, uid)] = (mailbox.Head, true);
                row = row.SeenAs(false);
            }
            mailbox.Rows.Add(uid, row);
            uids.Add(uid);
        }
        return new AppendResult(ChangeFailure.None, mailbox.State.UidValidity, uids.Build(), mailbox.Head);
    }

    private StoreResult Store(StoreChange change)
    {
        if (!Mailboxes.TryGetValue(change.Mailbox, out MemoryMailbox? mailbox))
        {
            return new StoreResult(ChangeFailure.NoMailbox, 0, UidSet.Empty, UidSet.Empty);
        }
        if (change.Mode != FlagMode.Remove && !mailbox.HasRoomFor(change.Flags))
        {
            return new StoreResult(ChangeFailure.TooManyKeywords, 0, UidSet.Empty, UidSet.Empty);
        }
        FlagSet changeable = FlagSet.ChangeableWith(change.Rights);
        // Keywords are made where some message may have them.
        bool adds = change.Mode != FlagMode.Remove && mailbox.Rows.Values.Any(r => change.Uids.Contains(r.Uid)
            && mailbox.View(r, change.Reader).ModSeq <= (change.UnchangedSince ?? long.MaxValue));
        FlagSet flags = mailbox.Resolve(change.Flags, adds) & changeable;
        var changed = new UidSetBuilder();
        var modified = new UidSetBuilder();
        foreach (MessageRow own in mailbox.Rows.Values.Where(r => change.Uids.Contains(r.Uid)).ToList())
        {
            MessageRow row = mailbox.View(own, change.Reader);
            if (row.ModSeq > (change.UnchangedSince ?? long.MaxValue))
            {
                modified.Add(row.Uid);
                continue;
            }
            FlagSet wanted = change.Mode switch
            {
                FlagMode.Replace => (row.Flags - changeable) | flags,
                FlagMode.Add => row.Flags | flags,
                _ => row.Flags - flags,
            };
            if (wanted != row.Flags)
            {
                bool isOwn = change.Reader is null || wanted - FlagSet.Seen != row.Flags - FlagSet.Seen;
                if (change.Reader is { } reader && wanted.Has(SystemFlag.Seen) != row.Flags.Has(SystemFlag.Seen))
                {
                    mailbox.Seen[(reader, row.Uid)] = (mailbox.Head + 1, wanted.Has(SystemFlag.Seen));
                }
                if (isOwn)
                {
                    MessageRow after = row with { Flags = wanted, ModSeq = mailbox.Head + 1 };
                    mailbox.Rows[row.Uid] = change.Reader is null ? after : after.SeenAs(own.Flags.Has(SystemFlag.Seen));
                }
                changed.Add(row.Uid);
            }
        }
        mailbox.Head += changed.IsEmpty ? 0 : 1;
        return new StoreResult(ChangeFailure.None, mailbox.Head, changed.Build(), modified.Build());
    }

    private ExpungeResult Expunge(ExpungeChange change)
    {
        if (!Mailboxes.TryGetValue(change.Mailbox, out MemoryMailbox? mailbox))
        {
            return new ExpungeResult(ChangeFailure.NoMailbox, 0, UidSet.Empty);
        }
        UidSet gone = UidSetOf(mailbox.Rows.Values
            .Where(r => (change.EvenUndeleted || r.Flags.Has(SystemFlag.Deleted)) && (change.Uids?.Contains(r.Uid) ?? true)).Select(r => r.Uid));
        mailbox.Head += gone.IsEmpty ? 0 : 1;
        Remove(mailbox, gone, mailbox.Head);
        return new ExpungeResult(ChangeFailure.None, mailbox.Head, gone);
    }

    private ReplaceResult Replace(ReplaceChange change, long now)
    {
        if (!Mailboxes.TryGetValue(change.Source, out MemoryMailbox? source))
        {
            return new ReplaceResult(ChangeFailure.NoMailbox, 0, 0, 0);
        }
        if (!Mailboxes.ContainsKey(change.Target))
        {
            return new ReplaceResult(ChangeFailure.NoTarget, 0, 0, 0);
        }
        if (!source.Rows.ContainsKey(change.Uid))
        {
            return new ReplaceResult(ChangeFailure.NoMessage, 0, 0, 0);
        }
        AppendResult appended = Append(new AppendChange(change.Target, [change.Message], change.Reader), now);
        if (!appended.Succeeded)
        {
            return new ReplaceResult(appended.Failure, 0, 0, 0);
        }
        source.Head += change.Source == change.Target ? 0 : 1;
        Remove(source, UidSet.Of(change.Uid), source.Head);
        return new ReplaceResult(ChangeFailure.None, appended.UidValidity, appended.Uids.Min, source.Head);
    }

    private UrlKeyResult SetKey(UrlKeyChange change)
    {
        if (change.Mailbox is not { } mailbox)
        {
            UrlKeys.Clear();
            return new UrlKeyResult(ChangeFailure.None, default);
        }
        if (!Mailboxes.ContainsKey(mailbox))
        {
            return new UrlKeyResult(ChangeFailure.NoMailbox, default);
        }
        if (!change.OnlyIfNone || !UrlKeys.ContainsKey(mailbox))
        {
            UrlKeys[mailbox] = change.Key.ToArray();
        }
        return new UrlKeyResult(ChangeFailure.None, UrlKeys[mailbox]);
    }

    private CopyResult Copy(CopyChange change, long now)
    {
        if (!Mailboxes.TryGetValue(change.Source, out MemoryMailbox? source))
        {
            return new CopyResult(ChangeFailure.NoMailbox, 0, UidSet.Empty, UidSet.Empty, 0);
        }
        if (!Mailboxes.TryGetValue(change.Target, out MemoryMailbox? target))
        {
            return new CopyResult(ChangeFailure.NoTarget, 0, UidSet.Empty, UidSet.Empty, 0);
        }
        List<MessageRow> rows = [.. source.Rows.Values.Where(r => change.Uids.Contains(r.Uid))
            .Select(r => source.View(r, change.SourceReader) with { ModSeq = r.ModSeq })
            .Select(r => r with { Flags = r.Flags & FlagSet.ChangeableWith(change.Rights) })];
        if (!change.Move && !Allows(new QuotaUsage(rows.Sum(r => (long)r.Size), rows.Count)))
        {
            return new CopyResult(ChangeFailure.OverQuota, 0, UidSet.Empty, UidSet.Empty, 0);
        }
        HashSet<uint> seen = [.. rows.Where(r => change.TargetReader is not null && r.Flags.Has(SystemFlag.Seen)).Select(r => r.Uid)];
        if (change.TargetReader is not null)
        {
            rows = [.. rows.Select(r => r.SeenAs(source.Rows[r.Uid].Flags.Has(SystemFlag.Seen)))];
        }
        string[] KeywordsOf(FlagSet flags) => [.. source.Keywords.Where((_, n) => flags.HasKeyword(n))];
        string[] used = [.. source.Keywords.Where((_, n) => rows.Any(r => r.Flags.HasKeyword(n)))];
        if (!target.HasRoomFor(used))
        {
            return new CopyResult(ChangeFailure.TooManyKeywords, 0, UidSet.Empty, UidSet.Empty, 0);
        }
        target.Resolve(used, add: true);
        target.Head += rows.Count > 0 ? 1 : 0;
        var copies = new UidSetBuilder();
        foreach (MessageRow row in rows)
        {
            uint uid = target.UidNext++;
            var system = new FlagSet(row.Flags.Low & 31);
            target.Rows.Add(uid, row with
            {
                Uid = uid, ModSeq = target.Head, SaveDate = now, Flags = system | target.Resolve(KeywordsOf(row.Flags), add: true),
            });
            if (seen.Contains(row.Uid))
            {
                target.Seen[(change.TargetReader!.Value, uid)] = (target.Head, true);
            }
            copies.Add(uid);
        }
        UidSet copied = UidSetOf(rows.Select(r => r.Uid));
        if (change.Move && rows.Count > 0)
        {
            source.Head += source == target ? 0 : 1;
            Remove(source, copied, source.Head);
        }
        return new CopyResult(ChangeFailure.None, target.State.UidValidity, copied, copies.Build(), source.Head);
    }

    private MailboxResult Create(CreateMailboxChange change, long now)
    {
        if (Find(change.Name) is not null)
        {
            return new MailboxResult(ChangeFailure.AlreadyExists);
        }
        if (Mailboxes.Values.Any(m => (m.Use & change.SpecialUse) != 0))
        {
            return new MailboxResult(ChangeFailure.SpecialUseTaken);
        }
        if (!Allows(new QuotaUsage(Mailboxes: 1 + MissingParents(change.Name))))
        {
            return new MailboxResult(ChangeFailure.OverQuota);
        }
        MakeParents(change.Name, now);
        MemoryMailbox made = Make(change.Name, change.SpecialUse, now);
        if (change.Subscribe)
        {
            Subscriptions.Add(change.Name);
        }
        return new MailboxResult(ChangeFailure.None, made.Info);
    }

    private MailboxResult Delete(DeleteMailboxChange change)
    {
        if (change.Name.IsInbox)
        {
            return new MailboxResult(ChangeFailure.IsInbox);
        }
        if (Find(change.Name) is not { } mailbox)
        {
            return new MailboxResult(ChangeFailure.NoMailbox);
        }
        Mailboxes.Remove(mailbox.Id);
        UrlKeys.Remove(mailbox.Id);
        Annotations.RemoveAll(a => a.Mailbox == mailbox.Id);
        return new MailboxResult(ChangeFailure.None);
    }

    private MailboxResult Rename(RenameMailboxChange change, long now)
    {
        bool InTree(MailboxName name) => name.Equals(change.From) || name.IsBelow(change.From);
        MemoryMailbox? source = Find(change.From);
        List<MemoryMailbox> tree = [.. Mailboxes.Values.Where(m => InTree(m.Name))];
        if (tree.Count == 0)
        {
            return new MailboxResult(ChangeFailure.NoMailbox);
        }
        if (change.To.IsBelow(change.From) && !change.From.IsInbox)
        {
            return new MailboxResult(ChangeFailure.NoTarget);
        }
        if (Find(change.To) is not null || Mailboxes.Values.Any(m => m.Name.IsBelow(change.To) && !InTree(m.Name)))
        {
            return new MailboxResult(ChangeFailure.AlreadyExists);
        }
        if (!Allows(new QuotaUsage(Mailboxes: (change.From.IsInbox ? 1 : 0) + MissingParents(change.To))))
        {
            return new MailboxResult(ChangeFailure.OverQuota);
        }
        if (change.From.IsInbox)
        {
            MakeParents(change.To, now);
            MemoryMailbox made = Make(change.To, SpecialUse.None, now);
            MemoryAnnotation[] copies = [.. Annotations.Where(a => a.Mailbox == source!.Id && a.Value is not null)];
            AnnotationHead += copies.Length > 0 ? 1 : 0;
            Annotations.RemoveAll(a => a.Mailbox == made.Id && copies.Any(c => a.Is(made.Id, c.Owner, c.Entry)));
            Annotations.AddRange(copies.Select(a => a with { Mailbox = made.Id, Number = AnnotationHead }));
            NoteSeenSetting(made);
            Copy(new CopyChange(source!.Id, UidSet.Of(1, uint.MaxValue), made.Id, Move: true), now);
            return new MailboxResult(ChangeFailure.None, made.Info);
        }
        var names = new List<MailboxName>();
        foreach (MemoryMailbox mailbox in tree)
        {
            if (!MailboxName.TryCreate(change.To.Value + mailbox.Name.Value[change.From.Value.Length..], out MailboxName? name, out _))
            {
                return new MailboxResult(ChangeFailure.NoTarget);
            }
            names.Add(name);
        }
        MakeParents(change.To, now);
        for (int i = 0; i < tree.Count; i++)
        {
            tree[i].Name = names[i];
        }
        return new MailboxResult(ChangeFailure.None, source?.Info);
    }

    private MailboxResult Subscribe(SubscribeChange change)
    {
        _ = change.Subscribed ? Subscriptions.Add(change.Name) : Subscriptions.Remove(change.Name);
        return new MailboxResult(ChangeFailure.None);
    }

    private AnnotateResult Annotate(AnnotateChange change)
    {
        if (change.Mailbox is { } mailbox && !Mailboxes.ContainsKey(mailbox))
        {
            return new AnnotateResult(ChangeFailure.NoMailbox, 0);
        }
        MemoryAnnotation? Find(NewAnnotation e) => Annotations.Find(a => a.Is(change.Mailbox, e.Owner, e.Entry));
        List<NewAnnotation> differing = [];
        foreach (NewAnnotation entry in change.Entries)
        {
            differing.RemoveAll(e => e.Owner == entry.Owner && e.Entry.Equals(entry.Entry, StringComparison.OrdinalIgnoreCase));
            differing.Add(entry);
        }
        differing.RemoveAll(e => Find(e)?.Value is { } old ? e.Value is { } value && value.AsSpan().SequenceEqual(old) : e.Value is null);
        foreach (AccountId? owner in differing.Select(e => e.Owner).Distinct())
        {
            int growth = differing.Where(e => e.Owner == owner).Sum(e => (e.Value is null ? 0 : 1) - (Find(e)?.Value is null ? 0 : 1));
            int count = Annotations.Count(a => a.Mailbox == change.Mailbox && a.Owner == owner && a.Value is not null);
            if (growth > 0 && count + growth > change.MaxEntries)
            {
                return new AnnotateResult(ChangeFailure.TooManyAnnotations, 0);
            }
        }
        if (differing.Count == 0)
        {
            return new AnnotateResult(ChangeFailure.None, 0);
        }
        if (!Allows(new QuotaUsage(Annotations: differing.Sum(e => (e.Value?.Length ?? 0) - (Find(e)?.Value?.Length ?? 0)))))
        {
            return new AnnotateResult(ChangeFailure.OverQuota, 0);
        }
        AnnotationHead++;
        foreach (NewAnnotation entry in differing)
        {
            MemoryAnnotation? old = Find(entry);
            Annotations.RemoveAll(a => a == old);
            Annotations.Add(new MemoryAnnotation(
                change.Mailbox, entry.Owner, old?.Entry ?? entry.Entry, AnnotationHead, entry.Value));
        }
        if (change.Mailbox is { } annotated)
        {
            Mailboxes[annotated].Head++; // RFC 7162 section 3.2
            NoteSeenSetting(Mailboxes[annotated]);
        }
        Annotations.RemoveAll(a => a.Value is null && a.Number <= AnnotationHead - AnnotationLogPage.RememberRemoved);
        return new AnnotateResult(ChangeFailure.None, AnnotationHead);
    }

    public IReadOnlyList<Annotation> Read(AnnotationQuery query)
    {
        bool IsBelow(string entry) => entry.StartsWith(query.Entry + "/", StringComparison.OrdinalIgnoreCase);
        bool Matches(string entry) => entry.Equals(query.Entry, StringComparison.OrdinalIgnoreCase) || query.Depth switch
        {
            AnnotationDepth.Entry => false,
            AnnotationDepth.Children => IsBelow(entry) && !entry[(query.Entry.Length + 1)..].Contains('/'),
            _ => IsBelow(entry),
        };
        int size = 0;
        return [.. Annotations.Where(a => a.Mailbox == query.Mailbox && a.Owner == query.Owner && a.Value is not null && Matches(a.Entry))
            .OrderBy(a => a.Entry.ToLowerInvariant(), StringComparer.Ordinal)
            .Where(a => string.CompareOrdinal(a.Entry.ToLowerInvariant(), (query.After ?? "").ToLowerInvariant()) > 0)
            .TakeWhile(a =>
            {
                bool fits = size < AnnotationQuery.PageSize;
                size += a.Value!.Length;
                return fits;
            })
            .Select(a => new Annotation(a.Entry, a.Value!))];
    }

    public AnnotationLogPage ReadAnnotationLog(long after)
    {
        List<ChangedAnnotation> changes = [.. Annotations.Where(a => a.Number > after)
            .OrderBy(a => a.Number).ThenBy(a => a.Mailbox?.Value ?? 0).ThenBy(a => a.Owner?.Value ?? "", StringComparer.Ordinal)
            .ThenBy(a => a.Entry.ToLowerInvariant(), StringComparer.Ordinal)
            .Select(a => new ChangedAnnotation(a.Mailbox, a.Owner, a.Entry, a.Number))];
        int end = AnnotationLogPage.PageSize;
        while (end < changes.Count && changes[end].Number == changes[end - 1].Number)
        {
            end++;
        }
        return end < changes.Count
            ? new AnnotationLogPage(changes[end - 1].Number, changes[..end], IsLast: false)
            : new AnnotationLogPage(AnnotationHead, changes, IsLast: true);
    }

    private MailboxResult SetAcl(SetAclChange change)
    {
        if (!Mailboxes.TryGetValue(change.Mailbox, out MemoryMailbox? mailbox))
        {
            return new MailboxResult(ChangeFailure.NoMailbox);
        }
        AccessControlList changed = mailbox.Acl.Change(change.Identifier, change.Mode, change.Rights, change.IsOwner);
        if (changed.Entries.Count > AccessControlList.MaxEntries)
        {
            return new MailboxResult(ChangeFailure.TooManyAclEntries);
        }
        mailbox.Acl = changed;
        return new MailboxResult(ChangeFailure.None, mailbox.Info);
    }

    private MailboxResult Forget(ForgetReaderChange change)
    {
        foreach (MemoryMailbox mailbox in Mailboxes.Values)
        {
            mailbox.Acl = mailbox.Acl.Without(change.Address);
            Forget(mailbox, change.Reader);
        }
        return new MailboxResult(ChangeFailure.None);
    }

    private MailboxResult SetQuota(SetQuotaChange change)
    {
        Limits = change.Limits;
        return new MailboxResult(ChangeFailure.None);
    }

    private MailboxResult Claim(ClaimRecentChange change)
    {
        if (!Mailboxes.TryGetValue(change.Mailbox, out MemoryMailbox? mailbox))
        {
            return new MailboxResult(ChangeFailure.NoMailbox);
        }
        mailbox.FirstRecent = Math.Max(mailbox.FirstRecent, change.FirstRecent);
        return new MailboxResult(ChangeFailure.None);
    }

    private static byte[] Read(StagedMessage message) =>
        message.File is { } file ? File.ReadAllBytes(file) : [.. message.Header, .. message.Text];

    private static void Remove(MemoryMailbox mailbox, UidSet gone, long modSeq)
    {
        foreach (uint uid in gone.EnumerateUids())
        {
            mailbox.Rows.Remove(uid);
            foreach ((AccountId Reader, uint Uid) mark in mailbox.Seen.Keys.Where(k => k.Uid == uid).ToList())
            {
                mailbox.Seen.Remove(mark);
            }
            mailbox.Expunged.Add(new ExpungedUid(uid, modSeq));
        }
    }

    private void MakeParents(MailboxName name, long now)
    {
        if (name.Parent is { } parent && Find(parent) is null)
        {
            MakeParents(parent, now);
            Make(parent, SpecialUse.None, now);
        }
    }

    private MemoryMailbox Make(MailboxName name, SpecialUse use, long now)
    {
        _uidValidity = Math.Max(_uidValidity + 1, (uint)Math.Min(now, 0x7F00_0000)); // below 2^31 for long after 2037
        var made = new MemoryMailbox(new MailboxId(++_lastMailbox), name, _uidValidity, use)
        {
            Acl = name.Parent is { } parent && Find(parent) is { } above ? above.Acl : AccessControlList.Private,
        };
        Mailboxes.Add(made.Id, made);
        if (name.Parent is { } top && Find(top) is { SharesSeen: true })
        {
            Annotate(new AnnotateChange(made.Id, [SeenSetting.Of(shared: true)]));
        }
        return made;
    }

    private void NoteSeenSetting(MemoryMailbox mailbox) => mailbox.SharesSeen =
        Annotations.Find(a => a.Is(mailbox.Id, null, SeenSetting.Entry))?.Value is { } value && SeenSetting.IsShared(value);

    private static void Forget(MemoryMailbox mailbox, AccountId reader)
    {
        foreach ((AccountId Reader, uint Uid) mark in mailbox.Seen.Keys.Where(k => k.Reader == reader).ToList())
        {
            mailbox.Seen.Remove(mark);
        }
    }

    private static UidSet UidSetOf(IEnumerable<uint> uids)
    {
        var set = new UidSetBuilder();
        foreach (uint uid in uids)
        {
            set.Add(uid);
        }
        return set.Build();
    }
}
