namespace Port143.Server.Tests.Simulator;

// SORT and THREAD, pages of SEARCH, SORT and UID FETCH, and ESEARCH in several mailboxes, against naive evaluations.
internal sealed partial class Simulation
{
    private static readonly (string Name, Comparison<WorldMessage> Compare)[] SortKeys =
    [
        ("ARRIVAL", (a, b) => string.CompareOrdinal(a.Date, b.Date)),
        ("SIZE", (a, b) => a.Content.Letter.Bytes.Length - b.Content.Letter.Bytes.Length),
        ("DATE", (a, b) => a.Content.Letter.Day - b.Content.Letter.Day),
        ("SUBJECT", (a, b) => string.CompareOrdinal(a.Content.Letter.Subject, b.Content.Letter.Subject)),
        ("FROM", (a, b) => string.CompareOrdinal(a.Content.Letter.From, b.Content.Letter.From)),
        ("TO", (a, b) => string.CompareOrdinal(a.Content.Letter.To, b.Content.Letter.To)),
        ("CC", (_, _) => 0),
    ];

    private async Task SortAsync(SimulatedClient client)
    {
        bool byUid = client.UidOnly || Chance(50);
        var criteria = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => (Key: Pick(SortKeys), Reverse: Chance(35))).ToList();
        string order = string.Join(' ', criteria.Select(c => (c.Reverse ? "REVERSE " : "") + c.Key.Name));
        (string key, Predicate<WorldMessage> test) = RandomKey(client, 2);
        (int first, int last) = RandomPage();
        string page = $"{first}:{last}";
        string options = Pick(["", "", " RETURN ()", " RETURN (ALL)", " RETURN (MIN MAX)", " RETURN (COUNT)", $" RETURN (PARTIAL {page})", $" RETURN (COUNT PARTIAL {page})"]);
        List<WorldMessage> found = client.Known.FindAll(m => !m.IsGone && test(m));
        var sorted = found.ToList();
        sorted.Sort((a, b) =>
        {
            foreach (((string _, Comparison<WorldMessage> compare), bool reverse) in criteria)
            {
                int difference = compare(a, b);
                if (difference != 0)
                {
                    return reverse ? -difference : difference;
                }
            }
            return a.Uid.CompareTo(b.Uid);
        });
        Answer answer = await client.RunAsync($"{(byUid ? "UID " : "")}SORT{options} ({order}) {(client.Has("UTF8=ACCEPT") ? "UTF-8" : Pick(["UTF-8", "US-ASCII"]))} {key}");
        Demand(answer.Ok, "SORT");
        client.Condstore |= key.Contains("MODSEQ", StringComparison.Ordinal);
        List<uint> wanted = [.. sorted.Select(m => NumberOf(client, m, byUid))];
        string numbers = string.Join(',', wanted);
        if (options.Length == 0)
        {
            List<WireNode> words = [.. answer.Data.Single(d => d[0].Text == "SORT").Skip(1)];
            if (words.Count > 0 && words[^1].Items is { } modSeq)
            {
                client.Demand(key.Contains("MODSEQ", StringComparison.Ordinal) && modSeq[1].Long == found.Max(m => m.ModSeq), "MODSEQ of SORT");
                words.RemoveAt(words.Count - 1);
            }
            client.Demand(words.Select(w => w.Number).SequenceEqual(wanted), $"SORT ({order}) {key} tells others than {numbers}");
        }
        else
        {
            IReadOnlyList<WireNode> esearch = answer.Data.Single(d => d[0].Text == "ESEARCH");
            client.Demand(esearch.Skip(1).Any(n => n.Text == "UID") == byUid, "UID of ESEARCH");
            if (options is " RETURN ()" or " RETURN (ALL)")
            {
                client.Demand(Numbers(Value(esearch, "ALL")).SequenceEqual(wanted), $"SORT ({order}) {key}: ALL is not {numbers}");
            }
            if (options.Contains("MIN", StringComparison.Ordinal))
            {
                client.Demand((Value(esearch, "MIN")?.String ?? "") == (wanted.Count > 0 ? wanted[0].ToString() : ""), $"MIN of SORT, true {numbers}");
                client.Demand((Value(esearch, "MAX")?.String ?? "") == (wanted.Count > 0 ? wanted[^1].ToString() : ""), $"MAX of SORT, true {numbers}");
            }
            if (options.Contains("COUNT", StringComparison.Ordinal))
            {
                client.Demand(Value(esearch, "COUNT")?.String == wanted.Count.ToString(), $"COUNT of SORT, true {numbers}");
            }
            if (options.Contains("PARTIAL", StringComparison.Ordinal))
            {
                CheckPage(client, esearch, first, last, PageOf(wanted, first, last));
            }
        }
        Conclude(client, answer, byUid && !_namesNumbers);
    }

    private async Task SearchPartAsync(SimulatedClient client)
    {
        bool byUid = client.UidOnly || Chance(50);
        (string key, Predicate<WorldMessage> test) = RandomKey(client, 2);
        (int first, int last) = RandomPage();
        List<WorldMessage> found = client.Known.FindAll(m => !m.IsGone && test(m));
        Answer answer = await client.RunAsync($"{(byUid ? "UID " : "")}SEARCH RETURN (PARTIAL {first}:{last}) {key}");
        Demand(answer.Ok, "SEARCH RETURN (PARTIAL)");
        client.Condstore |= key.Contains("MODSEQ", StringComparison.Ordinal);
        List<uint> wanted = [.. found.Select(m => NumberOf(client, m, byUid))];
        CheckPage(client, answer.Data.Single(d => d[0].Text == "ESEARCH"), first, last, PageOf(wanted, first, last));
        Conclude(client, answer, byUid && !_namesNumbers);
    }

    private async Task FetchPartAsync(SimulatedClient client)
    {
        (string set, List<WorldMessage> messages, bool byUid) = RandomSet(client, onlyUid: true);
        if (set.Length == 0 || !byUid || set == "$")
        {
            return;
        }
        (int first, int last) = RandomPage();
        Answer answer = await client.RunAsync($"UID FETCH {set} (UID FLAGS RFC822.SIZE) (PARTIAL {first}:{last})");
        // Whether a message that is gone and not told has a place on the page is open.
        bool open = messages.Exists(m => m.IsGone);
        Demand(answer.Ok || answer.Status == "NO" && open, "UID FETCH (PARTIAL)");
        List<WorldMessage> page = PageOf(messages, first, last);
        List<(Slot Slot, Dictionary<string, WireNode> Items)> told = answer.Fetched.FindAll(f => f.Items.ContainsKey("RFC822.SIZE"));
        client.Demand(open || told.Select(f => f.Slot.Truth).SequenceEqual(page),
            $"the page is UIDs {string.Join(',', page.Select(m => m.Uid))}");
        foreach ((Slot slot, Dictionary<string, WireNode> items) in told)
        {
            client.Demand(slot.Truth is { } truth && messages.Contains(truth), "a page tells what was not asked for");
            CheckItem(client, slot.Truth!, "RFC822.SIZE", items["RFC822.SIZE"]);
        }
        Conclude(client, answer, true);
    }

    private async Task ThreadAsync(SimulatedClient client)
    {
        bool byUid = client.UidOnly || Chance(50);
        string algorithm = Pick(["ORDEREDSUBJECT", "REFERENCES", "REFS"]);
        (string key, Predicate<WorldMessage> test) = RandomKey(client, 2);
        List<WorldMessage> found = client.Known.FindAll(m => !m.IsGone && test(m));
        Answer answer = await client.RunAsync($"{(byUid ? "UID " : "")}THREAD {algorithm} UTF-8 {key}");
        Demand(answer.Ok, "THREAD");
        client.Condstore |= key.Contains("MODSEQ", StringComparison.Ordinal);
        List<WireNode> threads = [.. answer.Data.Single(d => d[0].Text == "THREAD").Skip(1)];
        var byNumber = found.ToDictionary(m => NumberOf(client, m, byUid));
        List<uint> told = [.. threads.SelectMany(Flatten)];
        client.Demand(told.Order().SequenceEqual(byNumber.Keys.Order()), $"THREAD {algorithm} {key} tells others than {string.Join(',', byNumber.Keys)}");
        if (algorithm == "ORDEREDSUBJECT")
        {
            client.Demand(threads.Count == found.Select(m => m.Content.Letter.Subject).Distinct().Count(), "subjects are not threads");
            int before = 0;
            foreach (WireNode thread in threads)
            {
                List<WorldMessage> members = [.. Flatten(thread).Select(n => byNumber[n])];
                client.Demand(members.TrueForAll(m => m.Content.Letter.Subject == members[0].Content.Letter.Subject), "two subjects in a thread");
                client.Demand(members.Zip(members.Skip(1)).All(p => p.First.Content.Letter.Day <= p.Second.Content.Letter.Day), "a thread out of order");
                client.Demand(before <= members[0].Content.Letter.Day, "threads out of order");
                before = members[0].Content.Letter.Day;
            }
        }
        Conclude(client, answer, byUid && !_namesNumbers);
    }

    private static IEnumerable<uint> Flatten(WireNode node) => node.Items is { } items ? items.SelectMany(Flatten) : [node.Number];

    private async Task SearchEverywhereAsync(SimulatedClient client)
    {
        (string key, Predicate<WorldMessage> test) = RandomKey(client, 2, inSelected: false);
        string root = Pick(Names);
        (string source, Func<WorldMailbox, bool> inside) = _random.Next(6) switch
        {
            0 => ("personal", _ => true),
            1 => ("subscribed", m => _world.Subscribed.Contains(m.Name)),
            2 => ($"subtree {root}", m => m.Name == root || m.Name.StartsWith(root + "/", StringComparison.Ordinal)),
            3 => ($"subtree-one {root}", m => m.Name == root
                || m.Name.StartsWith(root + "/", StringComparison.Ordinal) && m.Name.IndexOf('/', root.Length + 1) < 0),
            4 => ($"mailboxes ({root} INBOX)", m => m.Name == root || m.Name == "INBOX"),
            _ => ($"mailboxes {root}", (Func<WorldMailbox, bool>)(m => m.Name == root)),
        };
        Answer answer = await client.RunAsync($"ESEARCH IN ({source}) RETURN (ALL COUNT MIN MAX) {key}");
        Demand(answer.Ok, "ESEARCH");
        List<IReadOnlyList<WireNode>> told = answer.Data.FindAll(d => d[0].Text == "ESEARCH");
        foreach (WorldMailbox mailbox in _world.Mailboxes.Values)
        {
            // The selected mailbox, too: its news are told before the answer.
            List<uint> wanted = inside(mailbox) ? [.. mailbox.Messages.FindAll(test).Select(m => m.Uid)] : [];
            List<IReadOnlyList<WireNode>> about = told.FindAll(d => Value(d[1].List, "MAILBOX")?.String == mailbox.Name);
            Demand(about.Count == (wanted.Count > 0 ? 1 : 0), $"ESEARCH IN ({source}) {key} tells {about.Count} times of {mailbox.Name}, where {wanted.Count} are");
            if (about.Count == 1)
            {
                Demand(Value(about[0][1].List, "UIDVALIDITY")!.Number == mailbox.UidValidity && about[0][2].Text == "UID", "ESEARCH without UIDVALIDITY or UID");
                Demand(Numbers(Value(about[0], "ALL")).SequenceEqual(wanted) && Value(about[0], "COUNT")!.Number == wanted.Count
                    && Value(about[0], "MIN")!.Number == wanted[0] && Value(about[0], "MAX")!.Number == wanted[^1],
                    $"ESEARCH IN ({source}) {key} in {mailbox.Name} is not {string.Join(',', wanted)}");
            }
        }
        Demand(told.TrueForAll(d => _world.Mailboxes.ContainsKey(Value(d[1].List, "MAILBOX")!.String)), "ESEARCH in a mailbox that is not there");
        Conclude(client, answer, true);
    }

    private static uint NumberOf(SimulatedClient client, WorldMessage message, bool byUid) =>
        byUid ? message.Uid : (uint)client.Known.IndexOf(message) + 1;

    private static WireNode? Value(IReadOnlyList<WireNode> nodes, string name)
    {
        for (int i = 0; i + 1 < nodes.Count; i++)
        {
            if (nodes[i].Text == name && !nodes[i].IsQuoted)
            {
                return nodes[i + 1];
            }
        }
        return null;
    }

    private static List<uint> Numbers(WireNode? set) => set is null || set.IsNil ? [] : SimulatedClient.Expand(set.String);

    private (int First, int Last) RandomPage()
    {
        int first = _random.Next(1, 20), last = first + _random.Next(12), sign = Chance(50) ? 1 : -1;
        return Chance(15) ? (sign * last, sign * first) : (sign * first, sign * last);
    }

    // RFC 9394 section 3.1: from the start, or, with negative numbers, from the end; in the order of the whole result.
    private static List<T> PageOf<T>(List<T> all, int first, int last)
    {
        (int low, int high) = (Math.Min(Math.Abs(first), Math.Abs(last)), Math.Max(Math.Abs(first), Math.Abs(last)));
        return all.Where((_, i) => (first > 0 ? i + 1 : all.Count - i) is var place && place >= low && place <= high).ToList();
    }

    private static void CheckPage(SimulatedClient client, IReadOnlyList<WireNode> esearch, int first, int last, List<uint> wanted)
    {
        // 14:7 is 7:14 (RFC 5267 section 5), and told so.
        string page = first > last && last > 0 ? $"{last}:{first}" : $"{first}:{last}";
        WireNode told = Value(esearch, "PARTIAL") ?? throw new SimulationException("no PARTIAL");
        client.Demand(told.List.Count == 2 && told.List[0].String == page, $"PARTIAL of {told.List[0]}, not {page}");
        client.Demand(Numbers(told.List[1]).SequenceEqual(wanted), $"PARTIAL {told}, true {string.Join(',', wanted)}");
    }
}
