using System.Security.Cryptography;
using System.Text;
using Port143.Mail;

namespace Port143.Storage.Tests.Crash;

/// <summary>One of the writers: files, flags, moves and expunges messages of its own, and writes the ledger.</summary>
internal sealed class LedgerWriter(IMailStorage storage, Ledger ledger, AccountId account, Random random)
{
    private readonly List<LedgerEntry> _mine = [];

    public async Task StepAsync()
    {
        MailboxList list = await storage.ListMailboxesAsync(account, default);
        long SomeMailbox() => list.Mailboxes[random.Next(2)].Id.Value;
        int what = random.Next(10);
        if (what < 6 || _mine.Count == 0)
        {
            await AppendAsync(SomeMailbox());
            return;
        }
        int which = random.Next(_mine.Count);
        LedgerEntry now = _mine[which];
        if (what < 8)
        {
            _mine[which] = await StoreAsync(now, random.Next(2) == 0 ? "\\Seen" : "\\Flagged");
        }
        else if (what == 8)
        {
            _mine[which] = await MoveAsync(now, SomeMailbox());
        }
        else
        {
            _mine.RemoveAt(which);
            await ExpungeAsync(await StoreAsync(now, "\\Deleted"));
        }
    }

    private async Task AppendAsync(long mailbox)
    {
        string id = Guid.NewGuid().ToString("N");
        byte[] message = new byte[random.Next(12) == 0 ? random.Next(130_000, 300_000) : random.Next(300, 30_000)];
        random.NextBytes(message);
        Encoding.ASCII.GetBytes($"X-Ledger: {id}\r\nSubject: ledger\r\n\r\n").CopyTo(message, 0);
        var entry = new LedgerEntry(false, id, account, mailbox, 0, 0, "-", Convert.ToHexString(SHA256.HashData(message)));
        ledger.Write(entry);
        using MessageStaging staging = storage.StageMessage(account);
        staging.Write(message);
        AppendResult result = await storage.CommitAsync(
            account, new AppendChange(new MailboxId(mailbox), [new NewMessage(staging.Complete(), [], default)]), default);
        Assert.True(result.Succeeded);
        Ack(entry with { Uid = result.Uids.Min, ModSeq = result.ModSeq });
        _mine.Add(entry with { Uid = result.Uids.Min });
    }

    private async Task<LedgerEntry> StoreAsync(LedgerEntry now, string flag)
    {
        LedgerEntry entry = now with { Flags = flag };
        ledger.Write(entry);
        StoreResult result = await storage.CommitAsync(
            account, new StoreChange(new MailboxId(now.Mailbox), UidSet.Of(now.Uid), FlagMode.Replace, [flag]), default);
        Assert.True(result.Succeeded);
        Ack(entry with { ModSeq = result.ModSeq });
        return entry;
    }

    private async Task<LedgerEntry> MoveAsync(LedgerEntry now, long target)
    {
        LedgerEntry entry = now with { Mailbox = target, Uid = 0 };
        ledger.Write(entry);
        CopyResult result = await storage.CommitAsync(
            account, new CopyChange(new MailboxId(now.Mailbox), UidSet.Of(now.Uid), new MailboxId(target), Move: true), default);
        Assert.True(result.Succeeded);
        entry = entry with { Uid = result.TargetUids.Min };
        Ack(entry);
        return entry;
    }

    private async Task ExpungeAsync(LedgerEntry now)
    {
        LedgerEntry entry = now with { Mailbox = 0, Uid = 0 };
        ledger.Write(entry);
        ExpungeResult result = await storage.CommitAsync(
            account, new ExpungeChange(new MailboxId(now.Mailbox), UidSet.Of(now.Uid)), default);
        Assert.Equal(UidSet.Of(now.Uid), result.Expunged);
        Ack(entry with { ModSeq = 0 });
    }

    private void Ack(LedgerEntry entry) => ledger.Write(entry with { IsAck = true });
}
