namespace Port143.Server.Tests.Simulator;

// What a response says of the selected mailbox and of others.
internal sealed partial class SimulatedClient
{
    private void Handle(string line)
    {
        Demand(line.StartsWith("* ", StringComparison.Ordinal), "neither tagged nor untagged: " + line);
        string rest = line[2..];
        if (rest.StartsWith("OK ", StringComparison.Ordinal) || rest.StartsWith("NO ", StringComparison.Ordinal))
        {
            string? code = CodeOf(rest);
            if (code is not null)
            {
                _answer.Codes.Add(code);
                TakeCode(code);
            }
            return;
        }
        if (rest.StartsWith("BYE ", StringComparison.Ordinal))
        {
            _answer.Status = "BYE";
            return;
        }
        List<WireNode> nodes = new WireReader(rest).ReadAll();
        if (nodes.Count >= 2 && nodes[0].Text is { Length: > 0 } first && char.IsAsciiDigit(first[0]))
        {
            HandleNumbered(nodes);
            return;
        }
        if (nodes[0].Text is "STATUS" or "LIST" && (nodes[0].Text == "LIST" ? 3 : 1) is var at && at < nodes.Count
            && nodes[at].Text is { } full && full.StartsWith(OthersPrefix, StringComparison.Ordinal))
        {
            nodes[at] = nodes[at] with { Text = full[OthersPrefix.Length..] };
        }
        switch (nodes[0].Text)
        {
            case "VANISHED":
                HandleVanished(nodes);
                break;
            case "FLAGS":
                World.ParseFlags(nodes[1].List.Select(n => n.String), mayBeRecent: false);
                break;
            case "ENABLED":
                _enabled.UnionWith(nodes.Skip(1).Select(n => n.String));
                Condstore |= nodes.Exists(n => n.Text is "CONDSTORE" or "QRESYNC");
                Qresync |= nodes.Exists(n => n.Text == "QRESYNC");
                UidOnly |= nodes.Exists(n => n.Text == "UIDONLY");
                Rev2 |= nodes.Exists(n => n.Text == "IMAP4rev2");
                if (UidOnly)
                {
                    Watched.RemoveAll(w => !w.ByUid);
                }
                break;
            case "STATUS":
                // Whether it was asked for or is news cannot be told apart; it is true either way.
                Statuses[nodes[1].String] = TakeStatus(nodes[2].List) ?? Statuses.GetValueOrDefault(nodes[1].String);
                _answer.Data.Add(nodes);
                break;
            case "METADATA" when nodes[2].Items is null:
                ToldAnnotations.UnionWith(nodes.Skip(2).Select(n => $"{nodes[1].String} {n.String}"));
                break;
            case "ESEARCH" when nodes.Count > 1 && nodes[1].Items is [{ Text: "TAG" }, var tag] && Watched.Find(w => w.Tag == tag.String) is { } watched:
                watched.Take(nodes);
                break;
            default:
                _answer.Data.Add(nodes);
                break;
        }
    }

    private void HandleNumbered(List<WireNode> nodes)
    {
        uint number = nodes[0].Number;
        switch (nodes[1].Text)
        {
            case "EXISTS":
                Demand(number >= Slots.Count, "EXISTS went down without EXPUNGE");
                while (Slots.Count < number)
                {
                    Slots.Add(new Slot());
                }
                break;
            case "RECENT":
                Demand(!Rev2, "RECENT for IMAP4rev2");
                break;
            case "EXPUNGE":
                Demand(_mayTellExpunge, "EXPUNGE where it may not be told");
                Demand(!Qresync && !UidOnly, "EXPUNGE for QRESYNC or UIDONLY");
                Demand(number >= 1 && number <= Slots.Count, "EXPUNGE of nothing");
                RemoveSlot((int)number - 1);
                break;
            case "FETCH":
                Demand(!UidOnly, "FETCH for UIDONLY");
                Demand(number >= 1 && number <= Slots.Count, "FETCH of nothing");
                HandleFetch(Slots[(int)number - 1], nodes[2].List);
                break;
            case "UIDFETCH":
                Demand(UidOnly, "UIDFETCH without UIDONLY");
                int at = FindUid(number);
                Demand(at >= 0, $"UIDFETCH of UID {number}, which it does not know");
                Slots[at].Uid = number;
                HandleFetch(Slots[at], nodes[2].List);
                break;
            default:
                Demand(false, "an unknown response");
                break;
        }
    }

    private void HandleFetch(Slot slot, IReadOnlyList<WireNode> list)
    {
        var items = new Dictionary<string, WireNode>();
        for (int i = 0; i < list.Count; i += 2)
        {
            Demand(items.TryAdd(list[i].String, list[i + 1]), "an item told twice");
        }
        if (items.TryGetValue("UID", out WireNode? uid))
        {
            Demand(slot.Uid == 0 || slot.Uid == uid.Number, "another UID than before");
            slot.Uid = uid.Number;
        }
        if (items.TryGetValue("FLAGS", out WireNode? flags))
        {
            slot.Flags = World.ParseFlags(flags.List.Select(f => f.String), mayBeRecent: !Rev2);
        }
        if (items.TryGetValue("MODSEQ", out WireNode? modSeq))
        {
            long value = modSeq.List[0].Long;
            Demand(value >= slot.ModSeq, "MODSEQ goes down");
            slot.ModSeq = value;
            _maxSeen = Math.Max(_maxSeen, value);
        }
        _answer.Fetched.Add((slot, items));
    }

    private void HandleVanished(List<WireNode> nodes)
    {
        if (nodes[1].Items is { } marks)
        {
            Demand(marks.Count == 1 && marks[0].Text == "EARLIER", "VANISHED of a new kind");
            _answer.VanishedEarlier.AddRange(Expand(nodes[2].String));
            return;
        }
        Demand(Qresync || UidOnly, "VANISHED without QRESYNC");
        Demand(_mayTellExpunge, "VANISHED where it may not be told");
        foreach (uint uid in Expand(nodes[1].String))
        {
            int at = FindUid(uid);
            Demand(at >= 0, $"VANISHED of UID {uid}, which it does not know");
            RemoveSlot(at);
        }
    }

    private void RemoveSlot(int at)
    {
        Slots.RemoveAt(at);
        Watched.ForEach(w => w.Expunge((uint)at + 1));
    }

    // A STATUS of flags only says nothing of how many messages there are.
    private static (uint Messages, uint UidNext)? TakeStatus(IReadOnlyList<WireNode> items)
    {
        uint? Item(string name)
        {
            for (int i = 0; i < items.Count; i += 2)
            {
                if (items[i].Text == name)
                {
                    return items[i + 1].Number;
                }
            }
            return null;
        }
        return Item("MESSAGES") is { } messages && Item("UIDNEXT") is { } next ? (messages, next) : null;
    }

    // The client may not know the UID of this message yet; then the world says which number it was.
    private int FindUid(uint uid)
    {
        int at = Slots.FindIndex(s => s.Uid == uid || s.Uid == 0 && s.Truth?.Uid == uid);
        if (at < 0 && Slots.FindIndex(s => s.Truth is null && s.Uid == 0) is >= 0 and int first && (Mailbox ?? Opening) is { } mailbox)
        {
            // It came in this very answer, and is one of those that EXISTS told.
            // In SELECT it is one of all.
            int place = mailbox.Messages.FindAll(m => Mailbox is null || m.Uid >= NextUid).FindIndex(m => m.Uid == uid);
            at = place >= 0 && (Mailbox is null ? 0 : first) + place is var found && found < Slots.Count ? found : -1;
        }
        return at;
    }

    /// <summary>The numbers of a set without <c>*</c>.</summary>
    public static List<uint> Expand(string set)
    {
        var numbers = new List<uint>();
        foreach (string range in set.Split(','))
        {
            string[] ends = range.Split(':');
            uint first = uint.Parse(ends[0]), last = uint.Parse(ends[^1]);
            for (uint n = first; n <= last; n++)
            {
                numbers.Add(n);
            }
        }
        return numbers;
    }

    private void TakeCode(string code)
    {
        if (code.StartsWith("HIGHESTMODSEQ ", StringComparison.Ordinal))
        {
            long value = long.Parse(code.AsSpan(14));
            _maxSeen = Math.Max(_maxSeen, value);
        }
        else if (code.StartsWith("PERMANENTFLAGS ", StringComparison.Ordinal))
        {
            string[] names = code["PERMANENTFLAGS (".Length..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _changeable = World.ParseFlags(names.Where(n => n != "\\*"), mayBeRecent: false);
        }
        else if (code is "READ-ONLY" or "READ-WRITE")
        {
            _toldWrite = code == "READ-WRITE";
        }
        else if (code == "CLOSED")
        {
            Left();
        }
    }

    private static string? CodeOf(string rest)
    {
        int open = rest.IndexOf(" [", StringComparison.Ordinal);
        return open is 2 or 3 ? rest[(open + 2)..rest.IndexOf(']')] : null;
    }
}
