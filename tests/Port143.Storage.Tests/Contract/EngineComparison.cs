using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage.Tests.Contract;

/// <summary>Makes the same changes to two storages and finds any difference, in the columns in memory as well.</summary>
internal sealed class EngineComparison(IMailStorage engine, IMailStorage model, AccountId account, MailboxIndexes columns)
{
    public async Task StepAsync(RandomChanges random)
    {
        MailboxList list = await model.ListMailboxesAsync(account, default);
        MailboxId mailbox = random.SomeMailbox(list);
        uint uidNext = (await model.OpenMailboxAsync(account, mailbox, default))?.UidNext ?? 1;
        switch (random.SomeChange(list, uidNext))
        {
            case null:
                List<(byte[], string[], InternalDate)> messages = random.SomeMessages();
                AccountId? reader = random.SomeReader();
                await BothAsync(s => new AppendChange(mailbox, [.. messages.Select(m =>
                    new NewMessage(TestMessages.Stage(s, account, m.Item1), m.Item2, m.Item3))], reader));
                break;
            case ReplaceChange replace:
                (byte[] bytes, string[] flags, InternalDate date) = random.SomeMessages(1)[0];
                await BothAsync(s => replace with { Message = new NewMessage(TestMessages.Stage(s, account, bytes), flags, date) });
                break;
            case StoreChange change:
                MailboxIndex? known = random.Next(3) == 0 ? null : await columns.OpenAsync(account, change.Mailbox, default);
                await BothAsync(s => s == engine ? change with { Columns = known } : change);
                break;
            case ExpungeChange change: await BothAsync(_ => change); break;
            case CopyChange change: await BothAsync(_ => change); break;
            case CreateMailboxChange change: await BothAsync(_ => change); break;
            case DeleteMailboxChange change: await BothAsync(_ => change); break;
            case RenameMailboxChange change: await BothAsync(_ => change); break;
            case AnnotateChange change: await BothAsync(_ => change); break;
            case SetQuotaChange change: await BothAsync(_ => change); break;
            case SubscribeChange change: await BothAsync(_ => change); break;
            case ClaimRecentChange change: await BothAsync(_ => change); break;
        }
        await CompareAsync(random.Next(10));
    }

    public async Task CompareAsync(long after)
    {
        MailboxList expected = await model.ListMailboxesAsync(account, default);
        MailboxList actual = await engine.ListMailboxesAsync(account, default);
        Assert.Equal(expected.Mailboxes, actual.Mailboxes);
        Assert.True(expected.Subscriptions.SetEquals(actual.Subscriptions));
        Assert.Equal(await model.ReadQuotaAsync(account, default), await engine.ReadQuotaAsync(account, default));
        Assert.Equal(
            (await model.ReadAnnotationLogAsync(account, after, default)).Changes,
            (await engine.ReadAnnotationLogAsync(account, after, default)).Changes);
        foreach (MailboxInfo mailbox in expected.Mailboxes)
        {
            foreach (AccountId? owner in new AccountId?[] { null, RandomChanges.Reader })
            {
                var query = new AnnotationQuery(mailbox.Id, owner, "/shared/a", (AnnotationDepth)(after % 3));
                Assert.Equal(await ShowAsync(model, query), await ShowAsync(engine, query));
            }
            MailboxIndex index = (await columns.OpenAsync(account, mailbox.Id, default))!;
            var rows = new MessageRow[index.Count];
            index.CopyRows(UidSet.Of(1, uint.MaxValue), 1, rows);
            Assert.Equal((await model.ReadLogAsync(account, mailbox.Id, 0, default))!.Rows, rows);
            foreach (long from in new[] { 0, after })
            {
                LogPage wanted = (await model.ReadLogAsync(account, mailbox.Id, from, default))!;
                LogPage page = (await engine.ReadLogAsync(account, mailbox.Id, from, default))!;
                Assert.Equal(wanted.State with { Keywords = [] }, page.State with { Keywords = [] });
                Assert.Equal(wanted.State.Keywords, page.State.Keywords);
                Assert.Equal(wanted.Rows, page.Rows);
                Assert.Equal(wanted.Expunged, page.Expunged);
                Assert.Equal(
                    (await model.ReadLogAsync(account, mailbox.Id, RandomChanges.Reader, from, default))!.Rows,
                    (await engine.ReadLogAsync(account, mailbox.Id, RandomChanges.Reader, from, default))!.Rows);
            }
        }
    }

    public async Task CompareContentsAsync()
    {
        foreach (MailboxInfo mailbox in (await model.ListMailboxesAsync(account, default)).Mailboxes)
        {
            foreach (MessageRow row in (await model.ReadLogAsync(account, mailbox.Id, 0, default))!.Rows)
            {
                Assert.Equal(await BytesAsync(model, row.Content), await BytesAsync(engine, row.Content));
            }
        }
    }

    private async Task<string[]> ShowAsync(IMailStorage storage, AnnotationQuery query) =>
        [.. (await storage.ReadAnnotationsAsync(account, query, default)).Select(a => $"{a.Entry} {Convert.ToHexString(a.Value.Span)}")];

    private async Task<byte[]> BytesAsync(IMailStorage storage, long content)
    {
        await using Stream stream = (await storage.OpenMessageAsync(account, content, default))!;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task BothAsync<TResult>(Func<IMailStorage, Change<TResult>> change)
        where TResult : ChangeResult
    {
        TResult expected = await model.CommitAsync(account, change(model), default);
        Assert.Equal(expected, await engine.CommitAsync(account, change(engine), default));
    }
}
