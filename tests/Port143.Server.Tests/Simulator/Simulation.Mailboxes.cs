namespace Port143.Server.Tests.Simulator;

// Mailboxes: SELECT, CREATE, DELETE, RENAME, SUBSCRIBE, LIST, STATUS.
internal sealed partial class Simulation
{
    private static readonly string[] Names = ["INBOX", "Trash", "Alpha", "Alpha/one", "Beta", "Beta/two", "Gamma"];

    private async Task SelectAsync(SimulatedClient client)
    {
        string name = Pick(Names);
        if (!_world.Mailboxes.ContainsKey(name) && !Chance(10))
        {
            name = "INBOX";
        }
        bool readOnly = Chance(10);
        WorldMailbox? mailbox = _world.Mailboxes.GetValueOrDefault(name);
        string parameters = "";
        (long ModSeq, List<(uint Uid, int Flags)> Messages) memory = (0, []);
        bool namesKnown = false;
        bool resync = mailbox is not null && client.Qresync && client.Memory.TryGetValue(mailbox, out memory!);
        if (resync)
        {
            namesKnown = Chance(50) && memory.Messages.Count > 0;
            string known = namesKnown ? " " + WriteSet([.. memory.Messages.Select(m => m.Uid)]) : "";
            string match = known.Length > 0 && !client.UidOnly && Chance(40) ? MatchData(memory.Messages) : "";
            parameters = $" (QRESYNC ({mailbox!.UidValidity} {memory.ModSeq}{known}{match}))";
        }
        else if (Chance(20))
        {
            parameters = " (CONDSTORE)";
        }
        if (client.Mailbox is null)
        {
            client.Forget();
        }
        bool hadMailbox = client.Mailbox is not null;
        client.Opening = mailbox;
        Answer answer = await client.RunAsync($"{(readOnly ? "EXAMINE" : "SELECT")} {client.NameOf(name)}{parameters}");
        if (answer.Status == "BYE")
        {
            Demand(hadMailbox && client.IsCut, "BYE without reason");
            return;
        }
        Demand(!hadMailbox || answer.Codes.Contains("CLOSED"), "no CLOSED");
        if (mailbox is null || !mailbox.Allows(client.Viewer, "r"))
        {
            Demand(answer.Status == "NO", "SELECT of nothing");
            return;
        }
        Demand(answer.Ok && answer.Code is "READ-ONLY" or "READ-WRITE", "SELECT");
        client.Condstore |= parameters.Length > 0;
        Demand(answer.Find("UIDVALIDITY")![0] == mailbox.UidValidity.ToString(), "UIDVALIDITY");
        Demand(answer.Find("UIDNEXT")![0] == mailbox.UidNext.ToString(), "UIDNEXT");
        Demand(answer.Find("HIGHESTMODSEQ")![0] == mailbox.Head.ToString(), "HIGHESTMODSEQ");
        int unseen = mailbox.Messages.FindIndex(m => (m.FlagsOf(mailbox.EyesOf(client.Viewer)) & World.Seen) == 0) + 1;
        Demand(client.Rev2 || client.UidOnly || (answer.Find("UNSEEN")?[0] ?? "0") == unseen.ToString(), "UNSEEN");
        client.Selected(mailbox, readOnly);
        if (resync)
        {
            CheckResync(client, mailbox, memory.Messages, answer, namesKnown);
        }
        client.CheckView();
    }

    // The client brings what it remembers up to date with what it is told, and has the mailbox as it is.
    private static void CheckResync(SimulatedClient client, WorldMailbox mailbox, List<(uint Uid, int Flags)> remembered, Answer answer, bool namedKnown)
    {
        var view = remembered.ToDictionary(m => m.Uid, m => m.Flags);
        foreach (uint uid in answer.VanishedEarlier)
        {
            view.Remove(uid);
        }
        foreach ((Slot slot, Dictionary<string, WireNode> items) in answer.Fetched)
        {
            client.Demand((client.UidOnly || items.ContainsKey("UID")) && items.ContainsKey("FLAGS") && items.ContainsKey("MODSEQ"), "a FETCH of QRESYNC without UID, FLAGS or MODSEQ");
            view[slot.Uid] = slot.Flags;
        }
        // A client that named what it knows is told of these only; it would fetch the new ones by itself.
        List<uint> there = [.. mailbox.Messages.Select(m => m.Uid).Where(u => !namedKnown || remembered.Exists(r => r.Uid == u))];
        client.Demand(view.Keys.Order().SequenceEqual(there),
            $"after QRESYNC it has UIDs {string.Join(',', view.Keys.Order())}, there are {string.Join(',', there)}");
        for (int i = 0; i < client.Slots.Count; i++)
        {
            if (view.TryGetValue(mailbox.Messages[i].Uid, out int flags))
            {
                client.Slots[i].Uid = mailbox.Messages[i].Uid;
                client.Slots[i].Flags = flags;
            }
        }
    }

    private string MatchData(List<(uint Uid, int Flags)> messages)
    {
        var picks = Enumerable.Range(1, messages.Count).Where(_ => Chance(30)).ToList();
        return picks.Count == 0 ? "" : $" ({string.Join(',', picks)} {string.Join(',', picks.Select(p => messages[p - 1].Uid))})";
    }

    private async Task CloseAsync(SimulatedClient client)
    {
        WorldMailbox mailbox = client.Mailbox!;
        bool close = Chance(50);
        if (!close && client.Condstore && Chance(70))
        {
            await FetchFlagsAsync(client);
        }
        Answer answer = await client.RunAsync(close ? "CLOSE" : "UNSELECT");
        Demand(answer.Ok, "CLOSE");
        if (close && !client.ReadOnly && mailbox.Allows(client.Viewer, "e"))
        {
            Remove(mailbox, m => (m.Flags & World.Deleted) != 0 && client.Known.Contains(m));
        }
        client.Left();
    }

    private async Task FetchFlagsAsync(SimulatedClient client)
    {
        Answer answer = await client.RunAsync("UID FETCH 1:* (FLAGS MODSEQ)");
        Demand(answer.Ok, "UID FETCH");
        client.Condstore = true;
        Conclude(client, answer, true);
    }

    private async Task ReconnectStepAsync(SimulatedClient client)
    {
        bool polite = Chance(50);
        if (polite)
        {
            Answer answer = await client.RunAsync("LOGOUT");
            Demand(answer.Status == "BYE", "LOGOUT without BYE");
        }
        await ReconnectAsync(client);
    }

    private async Task EnableAsync(SimulatedClient client)
    {
        string what = Pick(["CONDSTORE", "QRESYNC", "QRESYNC", "IMAP4rev2", "CONDSTORE QRESYNC", "UIDONLY", "UTF8=ACCEPT", "METADATA", "METADATA-SERVER"]);
        Answer answer = await client.RunAsync("ENABLE " + what);
        Demand(answer.Ok, "ENABLE");
        Demand(what.Contains("QRESYNC", StringComparison.Ordinal) ? client.Qresync : what == "CONDSTORE" ? client.Condstore : what == "UIDONLY" ? client.UidOnly : client.Has(what), "not enabled: " + what);
        Conclude(client, answer, true);
    }

    private async Task CompressAsync(SimulatedClient client) => Conclude(client, await client.CompressAsync(), true);

    private static async Task UnauthenticateAsync(SimulatedClient client)
    {
        client.Left();
        await client.UnauthenticateAsync();
    }

    private async Task CreateAsync(SimulatedClient client)
    {
        string name = Pick(Names);
        Answer answer = await client.RunAsync("CREATE " + name);
        if (_world.Mailboxes.ContainsKey(name))
        {
            Demand(answer.Status == "NO" && answer.Code == "ALREADYEXISTS", "CREATE of what exists");
        }
        else
        {
            Demand(answer.Ok, "CREATE");
            await AddMissingParentsAsync(name);
            await AddToWorldAsync(name);
        }
        Conclude(client, answer, true);
    }

    private async Task AddMissingParentsAsync(string name)
    {
        int slash = name.IndexOf('/');
        if (slash > 0 && !_world.Mailboxes.ContainsKey(name[..slash]))
        {
            await AddToWorldAsync(name[..slash]);
        }
    }

    private async Task DeleteAsync(SimulatedClient client)
    {
        string name = Pick(Names);
        if (name is "Trash")
        {
            return;
        }
        WorldMailbox? mailbox = _world.Mailboxes.GetValueOrDefault(name);
        Answer answer = await client.RunAsync("DELETE " + name);
        if (mailbox is null || name == "INBOX")
        {
            Demand(answer.Status == "NO", "DELETE");
            Conclude(client, answer, true);
            return;
        }
        _world.Mailboxes.Remove(name);
        mailbox.IsGone = true;
        ForgetAnnotationNews();
        if (client.Mailbox == mailbox)
        {
            Demand(answer.Status is "BYE" or "OK", "DELETE of the selected mailbox");
            if (answer.Status == "BYE")
            {
                await client.HearByeAsync();
                await ReconnectAsync(client);
            }
            return;
        }
        Demand(answer.Ok, "DELETE");
        Conclude(client, answer, true);
    }

    private async Task RenameAsync(SimulatedClient client)
    {
        string from = Pick(Names), to = Pick(Names);
        if (from is "INBOX" or "Trash")
        {
            return;
        }
        Answer answer = await client.RunAsync($"RENAME {from} {to}");
        WorldMailbox? mailbox = _world.Mailboxes.GetValueOrDefault(from);
        string[] below = [.. _world.Mailboxes.Keys.Where(n => n.StartsWith(from + "/", StringComparison.Ordinal))];
        bool clash = _world.Mailboxes.ContainsKey(to) || to.StartsWith(from + "/", StringComparison.Ordinal)
            || _world.Mailboxes.Keys.Any(k => k.StartsWith(to + "/", StringComparison.Ordinal) && k != from && !below.Contains(k));
        if (mailbox is null && below.Length == 0 || clash)
        {
            Demand(answer.Status == "NO", "RENAME that cannot be");
        }
        else if (answer.Status == "NO")
        {
            Demand(mailbox is null, "RENAME"); // a level that is not there may be refused
        }
        else
        {
            await AddMissingParentsAsync(to);
            ForgetAnnotationNews();
            foreach (string name in mailbox is null ? below : [from, .. below])
            {
                _world.Mailboxes.Remove(name, out WorldMailbox? moved);
                moved!.Name = to + name[from.Length..];
                _world.Mailboxes.Add(moved.Name, moved);
                Validate(moved);
            }
        }
        Conclude(client, answer, true);
    }

    // A name whose mailbox was deleted never gets an old UIDVALIDITY again, unless the old mailbox came back.
    private void Validate(WorldMailbox mailbox) =>
        _world.Validities[mailbox.Name] = Math.Max(_world.Validities.GetValueOrDefault(mailbox.Name), mailbox.UidValidity);

    private async Task SubscribeAsync(SimulatedClient client)
    {
        string name = Pick(Names);
        bool on = Chance(50);
        Answer answer = await client.RunAsync((on ? "SUBSCRIBE " : "UNSUBSCRIBE ") + name);
        if (on && !_world.Mailboxes.ContainsKey(name))
        {
            Demand(answer.Status == "NO" || _world.Subscribed.Contains(name), "SUBSCRIBE to nothing");
        }
        else if (on)
        {
            Demand(answer.Ok, "SUBSCRIBE");
            _world.Subscribed.Add(name);
        }
        else
        {
            _world.Subscribed.Remove(name);
        }
        Conclude(client, answer, true);
    }

    private async Task ListAsync(SimulatedClient client)
    {
        bool status = Chance(30);
        string pattern = client.Viewer == World.Owner ? "*" : client.NameOf("*");
        SortedDictionary<string, WorldMailbox> there = new(_world.Mailboxes.Where(m => m.Value.Allows(client.Viewer, "l")).ToDictionary(), StringComparer.Ordinal);
        Answer answer = await client.RunAsync($"LIST \"\" {pattern}" + (status ? " RETURN (STATUS (MESSAGES UIDNEXT UNSEEN HIGHESTMODSEQ))" : ""));
        Demand(answer.Ok, "LIST");
        var listed = answer.Data.Where(d => d[0].Text == "LIST").ToDictionary(d => d[3].String, d => d[1].List.Select(n => n.String).ToHashSet());
        Demand(listed.Where(l => !l.Value.Contains("\\NonExistent")).Select(l => l.Key).Order(StringComparer.Ordinal)
            .SequenceEqual(there.Keys), "LIST tells " + string.Join(' ', listed.Keys));
        foreach ((string name, HashSet<string> attributes) in listed)
        {
            bool children = there.Keys.Any(k => k.StartsWith(name + "/", StringComparison.Ordinal));
            Demand(attributes.Contains(children ? "\\HasChildren" : "\\HasNoChildren"), "children of " + name);
        }
        if (status)
        {
            foreach (string name in there.Values.Where(m => m.Allows(client.Viewer, "r")).Select(m => m.Name))
            {
                CheckStatus(client, answer, name);
            }
        }
        Conclude(client, answer, true);
    }

    private async Task ListSubscribedAsync(SimulatedClient client)
    {
        Answer answer = await client.RunAsync(Pick(["LSUB \"\" *", "LIST (SUBSCRIBED) \"\" *"]));
        Demand(answer.Ok, "LSUB");
        List<string> told = [.. answer.Data.FindAll(d => d[0].Text is "LIST" or "LSUB").Select(d => d[3].String)];
        Demand(told.Order(StringComparer.Ordinal).SequenceEqual(_world.Subscribed),
            $"subscribed: {string.Join(' ', told)}, true: {string.Join(' ', _world.Subscribed)}");
        Conclude(client, answer, true);
    }

    private async Task StatusAsync(SimulatedClient client)
    {
        string name = Pick([.. _world.Mailboxes.Keys]);
        Answer answer = await client.RunAsync($"STATUS {client.NameOf(name)} (MESSAGES UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ)");
        if (!_world.Mailboxes[name].Allows(client.Viewer, "r"))
        {
            Demand(answer.Status == "NO", "STATUS of what may not be read");
            Conclude(client, answer, true);
            return;
        }
        Demand(answer.Ok, "STATUS");
        client.Condstore = true; // RFC 7162 section 3.1: STATUS (HIGHESTMODSEQ) enables it
        CheckStatus(client, answer, name);
        Conclude(client, answer, true);
    }

    private void CheckStatus(SimulatedClient client, Answer answer, string name)
    {
        WorldMailbox mailbox = _world.Mailboxes[name];
        // NOTIFY may have told of it too; the answer is what has all that was asked for.
        IReadOnlyList<WireNode> status = answer.Data.FindLast(d => d[0].Text == "STATUS" && d[1].String == name && d[2].List.Any(n => n.Text == "UNSEEN"))?[2].List
            ?? throw new SimulationException("no STATUS of " + name);
        for (int i = 0; i < status.Count; i += 2)
        {
            long wanted = status[i].String switch
            {
                "MESSAGES" => mailbox.Messages.Count,
                "UIDNEXT" => mailbox.UidNext,
                "UIDVALIDITY" => mailbox.UidValidity,
                "UNSEEN" => mailbox.Messages.Count(m => (m.FlagsOf(mailbox.EyesOf(client.Viewer)) & World.Seen) == 0),
                "DELETED" => mailbox.Messages.Count(m => (m.Flags & World.Deleted) != 0),
                "SIZE" => mailbox.Messages.Sum(m => (long)m.Content.Letter.Bytes.Length),
                "HIGHESTMODSEQ" => mailbox.Head,
                _ => throw new SimulationException("an item that was not asked for"),
            };
            Demand(long.Parse(status[i + 1].String) == wanted, $"STATUS {name}: {status[i]} {status[i + 1]}, true {wanted}");
        }
    }
}
