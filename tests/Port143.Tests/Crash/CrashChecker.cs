using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Port143.Tests.Processes;

namespace Port143.Tests.Crash;

/// <summary>Compares what a server has after a crash with the ledger, and with what it had before.</summary>
internal sealed partial class CrashChecker(Ledger ledger, string[] accounts, string[] mailboxes)
{
    private readonly Dictionary<(string Account, string Mailbox), MailboxState> _seen = [];

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public int Compared { get; private set; }

    /// <summary>Every promise that was broken, a sentence each.</summary>
    public List<string> Broken { get; } = [];

    private sealed record Row(uint Uid, ulong ModSeq, string Id, HashSet<string> Flags);

    private sealed record MailboxState(uint UidValidity, uint UidNext, ulong HighestModSeq, Dictionary<uint, Row> Rows);

    /// <summary>Looks at everything. No writer runs. Afterwards the ledger says what is there.</summary>
    public async Task CheckAsync(int imap)
    {
        foreach (string account in accounts)
        {
            await using Wire wire = await Wire.SignInAsync(imap, account);
            await wire.OkAsync("ENABLE QRESYNC");
            var found = new Dictionary<string, List<(string Mailbox, Row Row)>>();
            foreach (string mailbox in mailboxes)
            {
                MailboxState now = await ReadAsync(wire, mailbox);
                if (_seen.TryGetValue((account, mailbox), out MailboxState? before))
                {
                    Compare($"{account} {mailbox}", before, now);
                    await ResynchroniseAsync(wire, mailbox, before, now);
                }
                _seen[(account, mailbox)] = now;
                foreach (Row row in now.Rows.Values)
                {
                    if (!found.TryGetValue(row.Id, out List<(string, Row)>? places))
                    {
                        found[row.Id] = places = [];
                    }
                    places.Add((mailbox, row));
                }
            }
            CheckMessages(account, found);
            await CompareBytesAsync(wire, account);
        }
        CheckGroups();
    }

    private async Task<MailboxState> ReadAsync(Wire wire, string mailbox)
    {
        WireReply selected = await wire.OkAsync("SELECT " + mailbox);
        WireReply fetched = await wire.OkAsync("UID FETCH 1:* (FLAGS MODSEQ BODY.PEEK[HEADER.FIELDS (X-Ledger)])");
        var rows = new Dictionary<uint, Row>();
        uint last = 0;
        foreach (WireResponse response in fetched.Untagged.Where(u => u.Literals.Count == 1))
        {
            Row row = ReadRow(response);
            if (row.Uid <= last)
            {
                Broken.Add($"{mailbox}: UID {row.Uid} follows {last}");
            }
            last = row.Uid;
            rows.Add(row.Uid, row);
        }
        var state = new MailboxState(
            uint.Parse(selected.Code("UIDVALIDITY")!, CultureInfo.InvariantCulture), uint.Parse(selected.Code("UIDNEXT")!, CultureInfo.InvariantCulture),
            ulong.Parse(selected.Code("HIGHESTMODSEQ")!, CultureInfo.InvariantCulture), rows);
        if (state.UidNext <= last || rows.Values.Any(r => r.ModSeq > state.HighestModSeq))
        {
            Broken.Add($"{mailbox}: UIDNEXT {state.UidNext} or HIGHESTMODSEQ {state.HighestModSeq} is too low");
        }
        return state;
    }

    private void Compare(string where, MailboxState before, MailboxState now)
    {
        if (now.UidValidity != before.UidValidity || now.UidNext < before.UidNext || now.HighestModSeq < before.HighestModSeq)
        {
            Broken.Add($"{where}: UIDVALIDITY, UIDNEXT or HIGHESTMODSEQ went from {before with { Rows = [] }} to {now with { Rows = [] }}");
        }
        foreach (Row row in now.Rows.Values)
        {
            if (before.Rows.TryGetValue(row.Uid, out Row? old))
            {
                if (old.Id != row.Id || row.ModSeq < old.ModSeq || (row.ModSeq == old.ModSeq && !row.Flags.SetEquals(old.Flags)))
                {
                    Broken.Add($"{where}: UID {row.Uid} became another message, or changed without a new MODSEQ");
                }
            }
            else if (row.Uid < before.UidNext || row.ModSeq <= before.HighestModSeq)
            {
                Broken.Add($"{where}: UID {row.Uid} MODSEQ {row.ModSeq} is new but not above {before.UidNext} and {before.HighestModSeq}");
            }
        }
    }

    // A device that was away comes back, and must see what is there now.
    private async Task ResynchroniseAsync(Wire wire, string mailbox, MailboxState before, MailboxState now)
    {
        WireReply selected = await wire.OkAsync($"SELECT {mailbox} (QRESYNC ({before.UidValidity} {before.HighestModSeq}))");
        Dictionary<uint, HashSet<string>> state = before.Rows.Values.ToDictionary(r => r.Uid, r => r.Flags);
        foreach (WireResponse response in selected.Untagged)
        {
            if (response.Text.StartsWith("* VANISHED (EARLIER) ", StringComparison.Ordinal))
            {
                foreach (string range in response.Text["* VANISHED (EARLIER) ".Length..].Split(','))
                {
                    uint[] ends = [.. range.Split(':').Select(n => uint.Parse(n, CultureInfo.InvariantCulture))];
                    foreach (uint uid in state.Keys.Where(u => u >= ends[0] && u <= ends[^1]).ToList())
                    {
                        state.Remove(uid);
                    }
                }
            }
            else if (response.Text.Contains(" FETCH (", StringComparison.Ordinal))
            {
                Row row = ReadRow(response);
                state[row.Uid] = row.Flags;
            }
        }
        if (state.Count != now.Rows.Count || now.Rows.Values.Any(r => !state.TryGetValue(r.Uid, out HashSet<string>? flags) || !flags.SetEquals(r.Flags)))
        {
            Broken.Add($"{mailbox}: QRESYNC from {before.HighestModSeq} gives another mailbox than a full fetch");
        }
    }

    private void CheckMessages(string account, Dictionary<string, List<(string Mailbox, Row Row)>> found)
    {
        foreach (LedgerMessage message in ledger.Messages.Values.Where(m => m.Account == account))
        {
            found.Remove(message.Id, out List<(string Mailbox, Row Row)>? places);
            places ??= [];
            if (places.Count > 1)
            {
                Doubled++;
                Broken.Add($"{account}: {message.Id} is in {string.Join(" and ", places.Select(p => $"{p.Mailbox} {p.Row.Uid}"))}");
            }
            if (places.Count == 0)
            {
                if (message is { IsAcked: true, IsExpunged: false, IsBeingExpunged: false })
                {
                    Lost++;
                    Broken.Add($"{account}: {message.Id} was acknowledged in {message.Mailbox} {message.Uid} and is gone");
                }
                message.IsExpunged |= message.IsAcked;
                continue;
            }
            (string mailbox, Row row) = places[0];
            CheckPlace(message, mailbox, row);
            message.IsCompared &= mailbox == message.Mailbox;
            message.Mailbox = mailbox;
            message.Uid = row.Uid;
            message.IsAcked = true; // what was not acknowledged and is there stays
            message.MovingTo = null;
            message.IsBeingExpunged = message.IsTaken = false;
            foreach ((string keyword, HashSet<bool> values) in message.Keywords)
            {
                bool on = row.Flags.Contains(keyword);
                if (!values.Contains(on))
                {
                    Broken.Add($"{account}: {message.Id}: {keyword} is {on}, which is not what was acknowledged");
                }
                values.Clear();
                values.Add(on);
            }
        }
        Broken.AddRange(found.Select(f => $"{account}: {f.Key} was never sent there"));
    }

    private void CheckPlace(LedgerMessage message, string mailbox, Row row)
    {
        if (message.IsExpunged)
        {
            Broken.Add($"{message.Id} was expunged and is back in {mailbox}");
        }
        else if (message.IsAcked && mailbox != message.Mailbox && mailbox != message.MovingTo)
        {
            Broken.Add($"{message.Id} was acknowledged in {message.Mailbox} and is in {mailbox}");
        }
        else if (message.Uid > 0 && mailbox == message.Mailbox && row.Uid != message.Uid)
        {
            Broken.Add($"{message.Id} has UID {row.Uid}, and {message.Uid} was acknowledged");
        }
    }

    private void CheckGroups()
    {
        foreach (IGrouping<string, LedgerMessage> group in ledger.Messages.Values.Where(m => m.Group is not null).GroupBy(m => m.Group!))
        {
            if (group.Select(m => m.IsAcked).Distinct().Count() > 1)
            {
                Broken.Add($"one MULTIAPPEND was done in part: {string.Join(' ', group.Select(m => m.Id))}");
            }
        }
    }

    private async Task CompareBytesAsync(Wire wire, string account)
    {
        foreach (string mailbox in mailboxes)
        {
            await wire.OkAsync("EXAMINE " + mailbox);
            List<LedgerMessage> open =
                [.. ledger.Messages.Values.Where(m => m.Account == account && m.Mailbox == mailbox && m is { IsAcked: true, IsExpunged: false, IsCompared: false })];
            foreach (LedgerMessage[] some in open.OrderBy(m => m.Uid).Chunk(200))
            {
                WireReply reply = await wire.OkAsync($"UID FETCH {string.Join(',', some.Select(m => m.Uid))} BODY.PEEK[]");
                Dictionary<uint, byte[]> bodies = reply.Untagged.Where(u => u.Literals.Count == 1).ToDictionary(ReadUid, u => u.Literals[0]);
                foreach (LedgerMessage message in some)
                {
                    bool equal = bodies.TryGetValue(message.Uid, out byte[]? body)
                        && (message.ByLmtp ? body.AsSpan().EndsWith(message.Sent) : body.AsSpan().SequenceEqual(message.Sent));
                    if (!equal)
                    {
                        Broken.Add($"{account} {mailbox} {message.Uid}: other octets than were sent");
                    }
                    message.IsCompared = true;
                    Compared++;
                }
            }
        }
    }

    private static uint ReadUid(WireResponse response) =>
        uint.Parse(UidPattern().Match(response.Text).Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Row ReadRow(WireResponse response)
    {
        string header = response.Literals.Count == 1 ? Encoding.ASCII.GetString(response.Literals[0]) : "";
        return new Row(
            ReadUid(response),
            ulong.Parse(ModSeqPattern().Match(response.Text).Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
            header.Replace("X-Ledger:", "", StringComparison.OrdinalIgnoreCase).Trim(),
            [.. FlagsPattern().Match(response.Text).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(f => f != @"\Recent")]);
    }

    [GeneratedRegex(@"\bUID (\d+)")]
    private static partial Regex UidPattern();

    [GeneratedRegex(@"\bMODSEQ \((\d+)\)")]
    private static partial Regex ModSeqPattern();

    [GeneratedRegex(@"\bFLAGS \(([^)]*)\)")]
    private static partial Regex FlagsPattern();
}
