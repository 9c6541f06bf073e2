using System.Globalization;
using System.Text;
using Port143.Tests.Processes;

namespace Port143.Tests.Crash;

/// <summary>One of the clients that write until the server dies under them.</summary>
internal sealed class CrashWriter(Ledger ledger, int number, string account, string[] accounts, string[] mailboxes, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Answers that are neither an acknowledgement nor the end of the connection.</summary>
    public List<string> Surprises { get; } = [];

    public async Task RunAsync(int imap, int lmtp)
    {
        try
        {
            await (number switch
            {
                < 6 => AppendAsync(imap),
                < 9 => DeliverAsync(lmtp),
                < 12 => StoreAsync(imap),
                < 14 => MoveAsync(imap),
                _ => ExpungeAsync(imap),
            });
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            // The server is gone.
        }
    }

    private async Task AppendAsync(int imap)
    {
        await using Wire wire = await Wire.SignInAsync(imap, account);
        while (true)
        {
            string mailbox = Pick(mailboxes);
            string group = NewId();
            var messages = new List<LedgerMessage>();
            for (int i = _random.Next(8) == 0 ? 3 : 1; i > 0; i--)
            {
                messages.Add(NewMessage(account, mailbox, group));
            }
            ledger.Intent($"append {account} {mailbox} {string.Join(' ', messages.Select(m => m.Id))}", () => Add(messages));
            WireReply reply = await wire.AppendAsync(mailbox, "$First", [.. messages.Select(m => new ReadOnlyMemory<byte>(m.Sent))]);
            if (!Expect(reply, "APPEND"))
            {
                continue;
            }
            List<uint> uids = ReadSet(reply.Code("APPENDUID")!.Split(' ')[1]);
            ledger.Ack($"append {string.Join(' ', uids)} {string.Join(' ', messages.Select(m => m.Id))}", () =>
            {
                for (int i = 0; i < messages.Count; i++)
                {
                    messages[i].IsAcked = true;
                    messages[i].Uid = uids[i];
                }
            });
        }
    }

    private async Task DeliverAsync(int lmtp)
    {
        await using Wire wire = await LmtpWire.ConnectAsync(lmtp);
        while (true)
        {
            string id = NewId();
            byte[] bytes = NewBytes(id);
            string[] recipients = _random.Next(3) == 0 ? accounts : [Pick(accounts)];
            List<LedgerMessage> messages =
                [.. recipients.Select(r => new LedgerMessage { Id = id, Account = r, Mailbox = "INBOX", Sent = bytes, ByLmtp = true })];
            ledger.Intent($"lmtp {id} {string.Join(' ', recipients)}", () => Add(messages), messages.Count);
            IReadOnlyList<string> replies = await LmtpWire.DeliverAsync(wire, bytes, recipients);
            for (int i = 0; i < replies.Count; i++)
            {
                LedgerMessage message = messages[i];
                if (replies[i].StartsWith("250", StringComparison.Ordinal))
                {
                    ledger.Ack($"lmtp {id} {message.Account}", () => message.IsAcked = true);
                }
                else
                {
                    Surprises.Add("LMTP: " + replies[i]);
                }
            }
        }
    }

    private async Task StoreAsync(int imap)
    {
        await using Wire wire = await Wire.SignInAsync(imap, account);
        string keyword = $"$W{number}";
        while (true)
        {
            string mailbox = Pick(mailboxes);
            await wire.OkAsync("SELECT " + mailbox);
            for (int i = 0; i < 10 && Find(mailbox, take: false, out uint uid) is { } message; i++)
            {
                bool on = _random.Next(2) == 0;
                ledger.Intent($"store {message.Id} {keyword} {on}", () =>
                {
                    if (!message.Keywords.TryGetValue(keyword, out HashSet<bool>? values))
                    {
                        message.Keywords[keyword] = values = [false];
                    }
                    values.Add(on);
                });
                WireReply reply = await wire.CommandAsync($"UID STORE {uid} {(on ? '+' : '-')}FLAGS ({keyword})");
                // Without a FETCH the message was moved or expunged first, and nothing was promised.
                if (Expect(reply, "STORE") && reply.Untagged.Any(
                    u => u.Text.Contains($"(UID {uid} ", StringComparison.Ordinal) && u.Text.Contains(keyword + " ", StringComparison.Ordinal)
                        | u.Text.Contains(keyword + ")", StringComparison.Ordinal) == on))
                {
                    ledger.Ack($"store {message.Id} {keyword} {on}", () => message.Keywords[keyword] = [on]);
                }
            }
            await Task.Delay(2);
        }
    }

    private async Task MoveAsync(int imap)
    {
        await using Wire wire = await Wire.SignInAsync(imap, account);
        while (true)
        {
            string from = Pick(mailboxes);
            await wire.OkAsync("SELECT " + from);
            for (int i = 0; i < 10 && Find(from, take: true, out _) is { } message; i++)
            {
                string to = mailboxes[(Array.IndexOf(mailboxes, from) + _random.Next(1, mailboxes.Length)) % mailboxes.Length];
                await wire.OkAsync("NOOP"); // a message that came since the last command is only known now
                ledger.Intent($"move {message.Id} {from} {to}", () => message.MovingTo = to);
                WireReply reply = await wire.CommandAsync($"UID MOVE {message.Uid} {to}");
                if (Expect(reply, "MOVE") && reply.Code("COPYUID") is { } code)
                {
                    ledger.Ack($"move {message.Id} {to}", () =>
                    {
                        message.Mailbox = to;
                        message.Uid = ReadSet(code.Split(' ')[2]).Single();
                        message.MovingTo = null;
                        message.IsTaken = message.IsCompared = false;
                    });
                }
                else
                {
                    Surprises.Add($"MOVE of {message.Id}: no COPYUID: {reply.Text}");
                }
            }
            await Task.Delay(2);
        }
    }

    private async Task ExpungeAsync(int imap)
    {
        await using Wire wire = await Wire.SignInAsync(imap, account);
        while (true)
        {
            string mailbox = Pick(mailboxes);
            await wire.OkAsync("SELECT " + mailbox);
            for (int i = 0; i < 5 && Find(mailbox, take: true, out _) is { } message; i++)
            {
                await wire.OkAsync("NOOP");
                ledger.Intent($"expunge {message.Id}", () => message.IsBeingExpunged = true);
                if (Expect(await wire.CommandAsync($@"UID STORE {message.Uid} +FLAGS.SILENT (\Deleted)"), "STORE")
                    && Expect(await wire.CommandAsync($"UID EXPUNGE {message.Uid}"), "EXPUNGE"))
                {
                    ledger.Ack($"expunge {message.Id}", () => message.IsExpunged = true);
                }
            }
            await Task.Delay(20);
        }
    }

    private bool Expect(WireReply reply, string command)
    {
        if (reply.Status != "OK")
        {
            Surprises.Add($"{command}: {reply.Status} {reply.Text}");
        }
        return reply.Status == "OK";
    }

    // A message whose place is known. Its UID is that of the same moment: another client may move it right afterwards, and
    // the UID it gets there can be another message's here.
    private LedgerMessage? Find(string mailbox, bool take, out uint uid)
    {
        (LedgerMessage? message, uid) = ledger.Read(() => Find(mailbox, take) is { } found ? (found, found.Uid) : default);
        return message;
    }

    private LedgerMessage? Find(string mailbox, bool take)
    {
        List<LedgerMessage> there = [.. ledger.Messages.Values.Where(
            m => m.Account == account && m.Mailbox == mailbox && m is { IsAcked: true, Uid: > 0, IsExpunged: false, IsBeingExpunged: false, IsTaken: false })];
        LedgerMessage? found = there.Count == 0 ? null : Pick(there);
        if (found is not null && take)
        {
            found.IsTaken = true;
        }
        return found;
    }

    private void Add(List<LedgerMessage> messages)
    {
        foreach (LedgerMessage message in messages)
        {
            ledger.Messages.Add((message.Id, message.Account), message);
        }
    }

    private LedgerMessage NewMessage(string owner, string mailbox, string group)
    {
        string id = NewId();
        var message = new LedgerMessage { Id = id, Account = owner, Mailbox = mailbox, Sent = NewBytes(id), Group = group };
        message.Keywords["$First"] = [true];
        return message;
    }

    // Mostly small, some beyond the size up to which a body is kept in the database.
    private byte[] NewBytes(string id)
    {
        int size = _random.Next(20) == 0 ? _random.Next(60_000, 300_000) : _random.Next(50, 6000);
        var text = new StringBuilder($"From: ledger@example.net\r\nX-Ledger: {id}\r\nSubject: {id[..8]}\r\n\r\n", size + 200);
        while (text.Length < size)
        {
            text.Append((char)('!' + _random.Next(90)), _random.Next(1, 70)).Append("\r\n");
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString("N");
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static List<uint> ReadSet(string set) => [.. set.Split(',').SelectMany(range =>
    {
        uint[] ends = [.. range.Split(':').Select(n => uint.Parse(n, CultureInfo.InvariantCulture))];
        return Enumerable.Range((int)ends[0], (int)(ends[^1] - ends[0]) + 1).Select(n => (uint)n);
    })];
}
