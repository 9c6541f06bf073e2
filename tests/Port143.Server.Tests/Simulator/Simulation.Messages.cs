namespace Port143.Server.Tests.Simulator;

// Messages: APPEND, STORE, COPY, MOVE, EXPUNGE, IDLE.
internal sealed partial class Simulation
{
    private const int FullMailbox = 60;

    private async Task AppendAsync(SimulatedClient client)
    {
        string name = Chance(60) && client.Mailbox is { } selected ? selected.Name : Pick(Names);
        WorldMailbox? mailbox = _world.Mailboxes.GetValueOrDefault(name);
        if (mailbox?.Messages.Count > FullMailbox)
        {
            return;
        }
        var letters = Enumerable.Range(0, Chance(20) ? 3 : 1).Select(_ => (Letter: Pick(_letters), Flags: RandomFlags() & ~World.Deleted, Date: RandomDate())).ToList();
        string command = "APPEND " + client.NameOf(name);
        foreach ((Letter letter, int flags, string date) in letters)
        {
            command += $"{(flags != 0 ? $" ({World.WriteFlags(flags)})" : "")} \"{date}\" {{{letter.Bytes.Length}+}}\r\n{letter.Bytes}";
        }
        Answer answer = await client.RunAsync(command);
        if (mailbox is null || !mailbox.Allows(client.Viewer, "i"))
        {
            // The literal was refused before there was a command: news come with the next one.
            Demand(answer.Status == "NO" && answer.Code == "TRYCREATE" == (client.Viewer == World.Owner), "APPEND to nothing");
            return;
        }
        else
        {
            Demand(answer.Ok, "APPEND");
            string[] code = answer.Find("APPENDUID") ?? throw new SimulationException("no APPENDUID");
            Demand(code[0] == mailbox.UidValidity.ToString(), "UIDVALIDITY in APPENDUID");
            List<uint> uids = SimulatedClient.Expand(code[1]);
            Demand(uids.Count == letters.Count, "APPENDUID counts wrong");
            for (int i = 0; i < uids.Count; i++)
            {
                Add(client, mailbox, uids[i], new WorldContent { Letter = letters[i].Letter }, letters[i].Date, letters[i].Flags);
            }
        }
        Conclude(client, answer, true);
    }

    private async Task StoreAsync(SimulatedClient client)
    {
        (string set, List<WorldMessage> messages, bool byUid) = RandomSet(client);
        if (set.Length == 0)
        {
            return;
        }
        int flags = RandomFlags();
        int mode = _random.Next(3);
        bool silent = Chance(40);
        long since = client.Condstore && Chance(25) && client.Eyes == World.Owner && client.Mailbox!.Head > 1 ? _random.NextInt64(Math.Max(1, client.Mailbox.Head - 6), client.Mailbox.Head + 1) : 0;
        Answer answer = await client.RunAsync($"{(byUid ? "UID " : "")}STORE {set}{(since > 0 ? $" (UNCHANGEDSINCE {since})" : "")} "
            + $"{(mode == 0 ? "" : mode == 1 ? "+" : "-")}FLAGS{(silent ? ".SILENT" : "")} ({World.WriteFlags(flags)})");
        WorldMailbox mailbox = client.Mailbox!;
        if (client.ReadOnly)
        {
            Demand(answer.Status == "NO", "STORE in EXAMINE");
            Conclude(client, answer, byUid);
            return;
        }
        int changeable = mailbox.Changeable(client.Viewer);
        if ((flags & changeable) == 0 && (flags != 0 || changeable == 0))
        {
            Demand(answer.Status == "NO" && answer.Code == "NOPERM", "STORE without the right");
            Conclude(client, answer, byUid);
            return;
        }
        Demand(answer.Ok || answer.Status == "NO" && messages.Exists(m => m.IsGone), "STORE");
        List<WorldMessage> refused = since > 0 ? messages.FindAll(m => !m.IsGone && m.ModSeq > since) : [];
        if (since > 0)
        {
            List<uint> modified = answer.Find("MODIFIED") is { } code ? SimulatedClient.Expand(code[0]) : [];
            List<uint> wanted = [.. refused.Select(m => byUid ? m.Uid : (uint)client.Known.IndexOf(m) + 1)];
            Demand(wanted.TrueForAll(modified.Contains) && modified.TrueForAll(m => wanted.Contains(m) || IsGone(client, m, byUid)),
                $"MODIFIED {string.Join(',', modified)}, true {string.Join(',', wanted)}");
        }
        foreach (WorldMessage message in messages.Where(m => !m.IsGone && !refused.Contains(m)))
        {
            int before = message.FlagsOf(client.Eyes), changed = Apply(before, mode, flags, changeable);
            if (changed != before)
            {
                message.SetFlags(client.Eyes, changed);
                Touch(mailbox, message);
            }
            if (silent && client.Slots.Find(s => s.Truth == message) is { Flags: >= 0 } slot && !answer.Fetched.Exists(f => f.Slot == slot && f.Items.ContainsKey("FLAGS")))
            {
                // The client works out for itself what it asked for.
                slot.Flags = Apply(slot.Flags, mode, flags, changeable);
            }
            else if (!silent)
            {
                Demand(answer.Fetched.Exists(f => f.Slot.Truth == message && f.Items.ContainsKey("FLAGS")), $"STORE does not tell the flags of UID {message.Uid}");
            }
        }
        Conclude(client, answer, byUid);
    }

    // RFC 4314 section 4: what may not be changed stays as it is.
    private static int Apply(int before, int mode, int flags, int changeable)
    {
        int may = flags & changeable;
        return mode == 0 ? before & ~changeable | may : mode == 1 ? before | may : before & ~may;
    }

    private static bool IsGone(SimulatedClient client, uint number, bool byUid) => byUid
        ? client.Known.Exists(m => m.Uid == number && m.IsGone)
        : number <= client.Known.Count && client.Known[(int)number - 1].IsGone;

    private async Task TransferAsync(SimulatedClient client)
    {
        string name = Pick(Names);
        bool move = Chance(50);
        (string set, List<WorldMessage> messages, bool byUid) = RandomSet(client);
        WorldMailbox? target = _world.Mailboxes.GetValueOrDefault(name);
        if (set.Length == 0 || target?.Messages.Count > FullMailbox)
        {
            return;
        }
        WorldMailbox source = client.Mailbox!;
        Answer answer = await client.RunAsync($"{(byUid ? "UID " : "")}{(move ? "MOVE" : "COPY")} {set} {client.NameOf(name)}");
        List<WorldMessage> there = messages.FindAll(m => !m.IsGone);
        if (move && (client.ReadOnly || !source.Allows(client.Viewer, "te")) || client.Viewer != World.Owner && target?.Allows(client.Viewer, "i") != true)
        {
            Demand(answer.Status == "NO" && answer.Code != "TRYCREATE", "MOVE out of EXAMINE, or without the right");
        }
        else if (target is null)
        {
            Demand(answer.Status == "NO" && answer.Code == "TRYCREATE" || answer.Ok && there.Count == 0, "COPY to nothing");
        }
        else if (answer.Status == "NO")
        {
            Demand(messages.Exists(m => m.IsGone), "COPY");
        }
        else
        {
            Demand(answer.Ok, "COPY");
            string[]? code = answer.Find("COPYUID");
            Demand(code is not null == there.Count > 0, "COPYUID");
            if (code is not null)
            {
                List<uint> from = SimulatedClient.Expand(code[1]), to = SimulatedClient.Expand(code[2]);
                Demand(code[0] == target.UidValidity.ToString() && from.Count == to.Count
                    && from.Order().SequenceEqual(there.Select(m => m.Uid).Order()), "COPYUID names others");
                for (int i = 0; i < from.Count; i++)
                {
                    WorldMessage message = there.Find(m => m.Uid == from[i])!;
                    AddCopy(client, target, to[i], message);
                }
                if (move)
                {
                    Remove(source, there.Contains);
                }
            }
        }
        Conclude(client, answer, true);
    }

    private async Task ExpungeAsync(SimulatedClient client)
    {
        List<WorldMessage> named = client.Known;
        string command = "EXPUNGE";
        if (Chance(40))
        {
            (string set, List<WorldMessage> messages, bool byUid) = RandomSet(client, onlyUid: true);
            if (!byUid)
            {
                return;
            }
            (command, named) = ("UID EXPUNGE " + set, messages);
        }
        Answer answer = await client.RunAsync(command);
        if (client.ReadOnly || !client.Mailbox!.Allows(client.Viewer, "e"))
        {
            Demand(answer.Status == "NO", "EXPUNGE in EXAMINE");
        }
        else
        {
            Demand(answer.Ok, "EXPUNGE");
            Remove(client.Mailbox!, m => (m.Flags & World.Deleted) != 0 && named.Contains(m));
        }
        Conclude(client, answer, true);
        if (answer.Ok && client.Condstore && answer.Find("HIGHESTMODSEQ") is { } highest)
        {
            Demand(highest[0] == client.Mailbox!.Head.ToString(), "HIGHESTMODSEQ of EXPUNGE");
        }
    }

    // Keeps mailboxes small: deletes most of a full one.
    private async Task PurgeAsync(SimulatedClient client)
    {
        if (client.Mailbox!.Messages.Count < FullMailbox * 2 / 3 || client.ReadOnly || !client.Mailbox.Allows(client.Viewer, "te"))
        {
            return;
        }
        List<WorldMessage> victims = client.Known.FindAll(m => Chance(70) && !m.IsGone);
        if (victims.Count == 0)
        {
            return;
        }
        Answer answer = await client.RunAsync($"UID STORE {WriteSet([.. victims.Select(v => v.Uid)])} +FLAGS (\\Deleted)");
        foreach (WorldMessage message in victims.Where(m => (m.Flags & World.Deleted) == 0))
        {
            message.Flags |= World.Deleted;
            Touch(client.Mailbox, message);
        }
        Conclude(client, answer, true);
        await TellListenersAsync();
        answer = await client.RunAsync("EXPUNGE");
        Remove(client.Mailbox, m => (m.Flags & World.Deleted) != 0);
        Conclude(client, answer, true);
    }

    private async Task NoopAsync(SimulatedClient client)
    {
        Answer answer = await client.RunAsync(Pick(["NOOP", "CHECK", "NAMESPACE", "CAPABILITY"]));
        Demand(answer.Ok, "NOOP");
        Conclude(client, answer, true);
        CheckAnnotations(client);
    }

    private static Task IdleAsync(SimulatedClient client) => client.IdleAsync();

    private static WorldMessage Add(SimulatedClient client, WorldMailbox mailbox, uint uid, WorldContent content, string date, int flags)
    {
        Demand(uid >= mailbox.UidNext, $"UID {uid} is used again, or out of order");
        var message = new WorldMessage { Mailbox = mailbox, Uid = uid, Content = content, Date = date };
        message.SetFlags(mailbox.EyesOf(client.Viewer), flags & mailbox.Changeable(client.Viewer));
        mailbox.UidNext = uid + 1;
        mailbox.Messages.Add(message);
        Touch(mailbox, message);
        return message;
    }

    // Where the viewer has \Seen of his own, the owner keeps the owner's.
    private static void AddCopy(SimulatedClient client, WorldMailbox target, uint uid, WorldMessage original)
    {
        WorldMessage copy = Add(client, target, uid, original.Content, original.Date, original.FlagsOf(client.Eyes));
        if (target.EyesOf(client.Viewer) != World.Owner)
        {
            copy.Flags |= original.Flags & World.Seen;
        }
    }

    private static void Touch(WorldMailbox mailbox, WorldMessage message)
    {
        mailbox.IsTouched = true;
        mailbox.Touched.Add(message);
    }

    private static void Remove(WorldMailbox mailbox, Predicate<WorldMessage> which)
    {
        List<WorldMessage> gone = mailbox.Messages.FindAll(which);
        foreach (WorldMessage message in gone)
        {
            message.IsGone = true;
            mailbox.IsTouched = true;
        }
        mailbox.Messages.RemoveAll(m => m.IsGone);
    }

    private int RandomFlags()
    {
        int flags = 0;
        for (int i = _random.Next(4); i > 0; i--)
        {
            flags |= 1 << _random.Next(World.FlagNames.Length);
        }
        return flags;
    }

    private string RandomDate() => $"{_random.Next(1, 28),2}-Mar-2024 {_random.Next(24):00}:00:00 +0000";
}
