namespace Port143.Server.Tests.Simulator;

// SEARCH against a naive evaluation, and FETCH against what the messages are.
internal sealed partial class Simulation
{
    // Whether a search of this step names sequence numbers: no EXPUNGE is told with it, by UID or not (RFC 7162 section 3.2.10.2).
    private bool _namesNumbers;

    private async Task SearchAsync(SimulatedClient client)
    {
        bool byUid = client.UidOnly || Chance(50);
        (string key, Predicate<WorldMessage> test) = RandomKey(client, 3);
        string options = Pick(["", "", " RETURN ()", " RETURN (ALL)", " RETURN (MIN MAX COUNT)", " RETURN (COUNT)", " RETURN (SAVE)", " RETURN (SAVE ALL)", " RETURN (SAVE COUNT)"]);
        // Of messages that are gone and not told, the server may say either.
        List<WorldMessage> found = client.Known.FindAll(m => !m.IsGone && test(m));
        Answer answer = await client.RunAsync($"{(byUid ? "UID " : "")}SEARCH{options} {key}");
        Demand(answer.Ok, "SEARCH");
        client.Condstore |= key.Contains("MODSEQ", StringComparison.Ordinal);
        List<uint> wanted = [.. found.Select(m => byUid ? m.Uid : (uint)client.Known.IndexOf(m) + 1)];
        if (options.Contains("SAVE", StringComparison.Ordinal))
        {
            client.Saved = found;
        }
        CheckFound(client, answer, options, key, wanted, found);
        Conclude(client, answer, byUid && !_namesNumbers);
    }

    private static void CheckFound(SimulatedClient client, Answer answer, string options, string key, List<uint> wanted, List<WorldMessage> found)
    {
        string numbers = string.Join(',', wanted);
        if (options.Length == 0 && !client.Rev2)
        {
            IReadOnlyList<WireNode> search = answer.Data.Single(d => d[0].Text == "SEARCH");
            List<WireNode> words = [.. search.Skip(1)];
            if (words.Count > 0 && words[^1].Items is { } modSeq)
            {
                client.Demand(key.Contains("MODSEQ", StringComparison.Ordinal) && modSeq[1].Long == found.Max(m => m.ModSeq), "MODSEQ of SEARCH");
                words.RemoveAt(words.Count - 1);
            }
            client.Demand(words.Select(w => w.Number).Order().SequenceEqual(wanted), $"SEARCH {key} found others than {numbers}");
            return;
        }
        if (options == " RETURN (SAVE)")
        {
            client.Demand(!answer.Data.Exists(d => d[0].Text is "SEARCH" or "ESEARCH"), "RETURN (SAVE) tells something");
            return;
        }
        IReadOnlyList<WireNode> esearch = answer.Data.Single(d => d[0].Text == "ESEARCH");
        string Value(string name)
        {
            int at = esearch.ToList().FindIndex(n => n.Text == name);
            return at < 0 ? "" : esearch[at + 1].String;
        }
        if (options is "" or " RETURN ()" || options.Contains("ALL", StringComparison.Ordinal))
        {
            string all = Value("ALL");
            client.Demand((all.Length == 0 ? [] : SimulatedClient.Expand(all)).Order().SequenceEqual(wanted), $"ESEARCH {key}: ALL {all}, true {numbers}");
        }
        if (options.Contains("MIN", StringComparison.Ordinal))
        {
            client.Demand(Value("MIN") == (wanted.Count > 0 ? wanted[0].ToString() : ""), $"MIN, true {numbers}");
            client.Demand(Value("MAX") == (wanted.Count > 0 ? wanted[^1].ToString() : ""), $"MAX, true {numbers}");
        }
        if (options.Contains("COUNT", StringComparison.Ordinal))
        {
            client.Demand(Value("COUNT") == wanted.Count.ToString(), $"COUNT, true {numbers}");
        }
    }

    private (string Key, Predicate<WorldMessage> Test) RandomKey(SimulatedClient client, int depth, bool inSelected = true)
    {
        int F(WorldMessage m) => m.FlagsOf(client.EyesOn(m.Mailbox));
        switch (_random.Next(depth > 0 ? 18 : 15))
        {
            case 0:
                return ("ALL", _ => true);
            case 1:
                return ("SEEN", m => (F(m) & World.Seen) != 0);
            case 2:
                return ("UNSEEN", m => (F(m) & World.Seen) == 0);
            case 3:
                return ("DELETED", m => (m.Flags & World.Deleted) != 0);
            case 4:
                return ("UNFLAGGED", m => (m.Flags & World.Flagged) == 0);
            case 5:
                int keyword = _random.Next(5, World.FlagNames.Length);
                return ($"KEYWORD {World.FlagNames[keyword]}", m => (m.Flags >> keyword & 1) != 0);
            case 6:
                string subject = Piece();
                return ($"SUBJECT {Quote(subject)}", m => Contains(m.Content.Letter.Subject, subject));
            case 7:
                string from = Pick(Letter.People);
                return ($"FROM {Quote(from[..4])}", m => Contains(m.Content.Letter.From, from[..4]));
            case 8:
                string body = Piece();
                return ($"BODY {Quote(body)}", m => Contains(m.Content.Letter.Body, body));
            case 9:
                string text = Piece();
                return ($"TEXT {Quote(text)}", m => Contains(m.Content.Letter.Bytes, text));
            case 10:
                int size = Pick(_letters).Bytes.Length;
                return ($"LARGER {size}", m => m.Content.Letter.Bytes.Length > size);
            case 11:
                int day = _random.Next(1, 28);
                return ($"SINCE {day}-Mar-2024", m => int.Parse(m.Date.AsSpan(0, 2)) >= day);
            case 12:
                int on = _random.Next(1, 28);
                return ($"ON {on}-Mar-2024", m => int.Parse(m.Date.AsSpan(0, 2)) == on);
            case 13 when inSelected && client.Mailbox!.Head > 1 && client.Eyes == World.Owner:
                long modSeq = _random.NextInt64(Math.Max(1, client.Mailbox!.Head - 10), client.Mailbox!.Head + 2);
                return ($"MODSEQ {modSeq}", m => m.ModSeq >= modSeq);
            case 14 when inSelected && RandomSet(client) is { Set.Length: > 0 } set:
                List<WorldMessage> messages = set.Messages;
                _namesNumbers |= !set.ByUid && set.Set != "$";
                return ((set.ByUid ? "UID " : "") + set.Set, messages.Contains);
            case 15:
                (string not, Predicate<WorldMessage> notTest) = RandomKey(client, depth - 1, inSelected);
                return ($"NOT {not}", m => !notTest(m));
            case 16:
                (string a, Predicate<WorldMessage> aTest) = RandomKey(client, depth - 1, inSelected);
                (string b, Predicate<WorldMessage> bTest) = RandomKey(client, depth - 1, inSelected);
                return ($"OR {a} {b}", m => aTest(m) || bTest(m));
            case 17:
                (string c, Predicate<WorldMessage> cTest) = RandomKey(client, depth - 1, inSelected);
                (string d, Predicate<WorldMessage> dTest) = RandomKey(client, depth - 1, inSelected);
                return ($"({c} {d})", m => cTest(m) && dTest(m));
            default:
                return ("UNDRAFT", m => (m.Flags & 1 << 4) == 0);
        }
    }

    // A word or a piece of one; a space in it may be where two words meet.
    private string Piece()
    {
        string word = Pick(Letter.Words);
        return Chance(50) || word.Length < 4 ? word : Chance(50) ? word[1..^1].ToUpperInvariant() : word[^2..] + " and";
    }

    private static string Quote(string text) => $"\"{text}\"";

    private static bool Contains(string text, string piece) => text.Contains(piece, StringComparison.OrdinalIgnoreCase);

    private async Task FetchAsync(SimulatedClient client)
    {
        (string set, List<WorldMessage> messages, bool byUid) = RandomSet(client);
        if (set.Length == 0)
        {
            return;
        }
        string[] items = [.. FetchItems.Where(_ => Chance(25))];
        if (items.Contains("BODY[]"))
        {
            items = [.. items.Where(i => i != "BODY.PEEK[]")]; // the same name in the answer
        }
        if (items.Length == 0)
        {
            items = ["FLAGS"];
        }
        long since = client.Condstore && Chance(20) && client.Eyes == World.Owner && client.Mailbox!.Head > 1 ? _random.NextInt64(Math.Max(1, client.Mailbox.Head - 8), client.Mailbox.Head + 1) : 0;
        bool vanished = since > 0 && byUid && client.Qresync && set != "$" && Chance(50);
        string modifier = since > 0 ? $" (CHANGEDSINCE {since}{(vanished ? " VANISHED" : "")})" : "";
        Answer answer = await client.RunAsync($"{(byUid ? "UID " : "")}FETCH {set} ({string.Join(' ', items)}){modifier}");
        Demand(answer.Ok || answer.Status == "NO" && messages.Exists(m => m.IsGone), "FETCH");
        client.Condstore |= since > 0 || items.Contains("MODSEQ");
        List<WorldMessage> there = messages.FindAll(m => !m.IsGone && (since == 0 || m.ModSeq > since));
        bool marks = items.Contains("BODY[]") && !client.ReadOnly && client.Mailbox!.Allows(client.Viewer, "s");
        foreach (WorldMessage message in there)
        {
            if (marks && (message.FlagsOf(client.Eyes) & World.Seen) == 0)
            {
                message.SetFlags(client.Eyes, message.FlagsOf(client.Eyes) | World.Seen);
                Touch(client.Mailbox!, message);
            }
        }
        Settle();
        foreach (WorldMessage message in there)
        {
            Slot slot = client.Slots.Find(s => s.Truth == message) ?? throw new SimulationException($"UID {message.Uid} was lost");
            Dictionary<string, WireNode> told = answer.Fetched.FindLast(f => f.Slot == slot && items.All(i => f.Items.ContainsKey(NameOf(i)))).Items
                ?? throw new SimulationException($"FETCH does not tell UID {message.Uid}");
            foreach (string item in items)
            {
                CheckItem(client, message, item, told[NameOf(item)]);
            }
            Demand(!byUid || client.UidOnly || told.ContainsKey("UID"), "UID FETCH without UID");
        }
        foreach (uint uid in answer.VanishedEarlier)
        {
            Demand(!client.Mailbox!.Messages.Exists(m => m.Uid == uid), $"UID {uid} did not vanish");
        }
        Conclude(client, answer, byUid);
    }

    private static readonly string[] FetchItems =
        ["UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "MODSEQ", "ENVELOPE", "BODYSTRUCTURE", "BODY.PEEK[]", "BODY[]",
         "BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]", "BODY.PEEK[]<10.30>", "BINARY.PEEK[1]", "EMAILID", "RFC822.HEADER"];

    private static string NameOf(string item) => item.Replace(".PEEK", "").Replace("<10.30>", "<10>");

    private void CheckItem(SimulatedClient client, WorldMessage message, string item, WireNode value)
    {
        Letter letter = message.Content.Letter;
        bool right = item switch
        {
            "UID" => value.Number == message.Uid,
            "FLAGS" => World.ParseFlags(value.List.Select(f => f.String), true) == message.FlagsOf(client.Eyes),
            "INTERNALDATE" => value.String == message.Date,
            "RFC822.SIZE" => value.Number == letter.Bytes.Length,
            "MODSEQ" => message.HasModSeq(client.Eyes, value.List[0].Long),
            "ENVELOPE" => value.List[1].String == letter.Subject && value.List[2].List[0].List[2].String == letter.From.Split('@')[0],
            "BODYSTRUCTURE" => value.List[0].String.Equals("text", StringComparison.OrdinalIgnoreCase) && value.List[6].Number == letter.Body.Length,
            "BODY.PEEK[]" or "BODY[]" => value.String == letter.Bytes,
            "BODY.PEEK[HEADER]" or "RFC822.HEADER" => value.String == letter.Header,
            "BODY.PEEK[TEXT]" or "BINARY.PEEK[1]" => value.String == letter.Body,
            "BODY.PEEK[]<10.30>" => value.String == letter.Bytes.Substring(10, 30),
            "EMAILID" when client.Viewer != World.Owner => value.List[0].String.EndsWith("-" + Owner.Id.Value, StringComparison.Ordinal),
            _ => value.List[0].String == (message.Content.EmailId ??= value.List[0].String),
        };
        Demand(right, $"FETCH {item} of UID {message.Uid}: {value}");
    }
}
