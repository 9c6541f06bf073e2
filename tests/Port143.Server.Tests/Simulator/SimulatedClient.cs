namespace Port143.Server.Tests.Simulator;

/// <summary>
/// A client that believes what it is told and nothing else: its list of messages is rebuilt from EXISTS, EXPUNGE, VANISHED and
/// FETCH, and after each command it is compared with what the mailbox is.
/// </summary>
internal sealed class SimulatedClient(string name, Func<SimulatedConnection> connect, Action<string> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private SimulatedConnection _connection = null!;
    private Answer _answer = new();
    private readonly HashSet<string> _enabled = [];
    private int _tags;
    private bool _mayTellExpunge = true;
    private long _maxSeen;

    public string Name => name;

    public bool Condstore { get; set; }

    public bool Qresync { get; set; }

    public bool Rev2 { get; set; }

    /// <summary>Whether it speaks of messages by UID only, and is told of them so (RFC 9586).</summary>
    public bool UidOnly { get; private set; }

    public bool IsIdling { get; private set; }

    public WorldMailbox? Mailbox { get; private set; }

    /// <summary>What is being selected.</summary>
    public WorldMailbox? Opening { get; set; }

    public bool ReadOnly { get; private set; }

    public List<Slot> Slots { get; } = [];

    /// <summary>The messages behind <see cref="Slots"/>, those included that are gone and not told yet.</summary>
    public List<WorldMessage> Known { get; } = [];

    /// <summary>What <c>$</c> stands for.</summary>
    public List<WorldMessage> Saved { get; set; } = [];

    /// <summary>The highest MODSEQ at a moment when everything was told.</summary>
    public long SafeModSeq { get; private set; }

    /// <summary>The searches that it has kept up to date.</summary>
    public List<WatchedSearch> Watched { get; } = [];

    /// <summary>The tag that the next command has.</summary>
    public string NextTag => $"{name}{_tags + 1}";

    /// <summary>Whether NOTIFY tells it of mailboxes that it has not selected, and of the selected one between commands.</summary>
    public bool IsNotified { get; set; }

    /// <summary>The last STATUS that NOTIFY told, by mailbox.</summary>
    public Dictionary<string, (uint Messages, uint UidNext)> Statuses { get; } = [];

    /// <summary>Mailboxes that others changed and whose STATUS it must be told.</summary>
    public HashSet<WorldMailbox> DueStatuses { get; } = [];

    /// <summary>Messages of the selected mailbox whose flags others changed while it listens, and it must be told of.</summary>
    public HashSet<WorldMessage> DueFlags { get; } = [];

    /// <summary>Annotations that others changed and that it must be told of: mailbox, blank, entry.</summary>
    public HashSet<string> DueAnnotations { get; } = [];

    public HashSet<string> ToldAnnotations { get; } = [];

    /// <summary>Whether it enabled to be told of annotations of this mailbox; an empty name is the account.</summary>
    public bool HearsMetadata(string mailbox) => _enabled.Contains("METADATA") || mailbox.Length == 0 && _enabled.Contains("METADATA-SERVER");

    public bool Has(string extension) => _enabled.Contains(extension);

    /// <summary>What it remembers of mailboxes that it left, for QRESYNC.</summary>
    public Dictionary<WorldMailbox, (long ModSeq, List<(uint Uid, int Flags)> Messages)> Memory { get; } = [];

    public uint NextUid { get; private set; }

    public async Task ConnectAsync()
    {
        _connection = connect();
        Reset();
        string greeting = await _connection.ReadAsync(Patience) ?? throw new InvalidDataException("no greeting");
        Note("S", greeting);
        Demand(greeting.StartsWith("* OK [CAPABILITY ", StringComparison.Ordinal), "greeting");
    }

    public Task CloseAsync() => _connection.CloseAsync();

    /// <summary>Signs out and in again on the same connection (RFC 8437): nothing is enabled any more, nothing compressed.</summary>
    public async Task UnauthenticateAsync()
    {
        Answer answer = await RunAsync("UNAUTHENTICATE");
        Demand(answer.Ok, "UNAUTHENTICATE");
        _connection.StopCompression();
        Reset();
        _connection.SignIn();
    }

    /// <summary>Compresses from here on (RFC 4978).</summary>
    public async Task<Answer> CompressAsync()
    {
        bool already = _connection.IsCompressed;
        Answer answer = await RunAsync("COMPRESS DEFLATE");
        Demand(already ? answer is { Status: "NO", Code: "COMPRESSIONACTIVE" } : answer.Ok, "COMPRESS");
        if (!already)
        {
            _connection.StartCompression();
        }
        return answer;
    }

    private void Reset()
    {
        (Condstore, Qresync, Rev2, UidOnly, IsIdling, IsNotified, Mailbox) = (false, false, false, false, false, false, null);
        _enabled.Clear();
        Statuses.Clear();
        DueStatuses.Clear();
        DueAnnotations.Clear();
        ToldAnnotations.Clear();
        Forget();
    }

    /// <summary>Sends a command and takes in all that is told up to its tagged response.</summary>
    public async Task<Answer> RunAsync(string command)
    {
        string tag = $"{name}{++_tags}";
        _answer = new Answer();
        _mayTellExpunge = !(command.StartsWith("FETCH", StringComparison.Ordinal) || command.StartsWith("STORE", StringComparison.Ordinal)
            || command.StartsWith("SEARCH", StringComparison.Ordinal) || command.StartsWith("SORT", StringComparison.Ordinal)
            || command.StartsWith("THREAD", StringComparison.Ordinal));
        Note("C", $"{tag} {command}");
        await _connection.SendAsync($"{tag} {command}\r\n");
        while (true)
        {
            string? line = await _connection.ReadAsync(Patience);
            if (line is null)
            {
                Demand(_answer.Status == "BYE", "closed without BYE");
                return _answer;
            }
            Note("S", line);
            if (!line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                Handle(line);
                continue;
            }
            string rest = line[(tag.Length + 1)..];
            if (_answer.Status != "BYE")
            {
                _answer.Status = rest[..rest.IndexOf(' ')];
            }
            _answer.Code = CodeOf(rest) ?? "";
            TakeCode(_answer.Code);
            return _answer;
        }
    }

    /// <summary>Begins IDLE.</summary>
    public async Task IdleAsync()
    {
        _answer = new Answer();
        _mayTellExpunge = true;
        Note("C", $"{name}{++_tags} IDLE");
        await _connection.SendAsync($"{name}{_tags} IDLE\r\n");
        while (await _connection.ReadAsync(Patience) is { } line)
        {
            Note("S", line);
            if (line.StartsWith('+'))
            {
                IsIdling = true;
                Sync(true);
                CheckView();
                return;
            }
            Handle(line);
        }
        Demand(false, "IDLE was not taken");
    }

    /// <summary>Reads what a listening session is told until it knows all that it must know, or it is told BYE.</summary>
    public async Task<bool> HearAsync()
    {
        _mayTellExpunge = IsIdling;
        Sync(IsIdling);
        while (!IsViewTrue() || !IsInformed())
        {
            string? line = await _connection.ReadAsync(Patience);
            if (line is null)
            {
                return false;
            }
            Note("S", line);
            if (line.StartsWith($"{name}{_tags} ", StringComparison.Ordinal))
            {
                continue; // the end of IDLE when the mailbox is gone; BYE is next or came before
            }
            Handle(line);
        }
        DueFlags.Clear();
        DueStatuses.Clear();
        return true;
    }

    // What it was not told before says nothing about its view; it must be told of it all the same.
    private bool IsInformed() =>
        DueFlags.All(m => m.IsGone || Slots.Exists(s => s.Truth == m && s.Flags >= 0))
        && DueStatuses.All(m => m.IsGone || m == Mailbox || Statuses.GetValueOrDefault(m.Name) == (m.Messages.Count, m.UidNext));

    /// <summary>Reads until the server closes.</summary>
    public async Task HearByeAsync()
    {
        while (await _connection.ReadAsync(Patience) is { } line)
        {
            Note("S", line);
            if (!line.StartsWith($"{name}{_tags} ", StringComparison.Ordinal))
            {
                Handle(line);
            }
        }
        Demand(_answer.Status == "BYE", "the end without BYE");
    }

    /// <summary>Ends IDLE.</summary>
    public async Task DoneAsync()
    {
        IsIdling = false;
        Note("C", "DONE");
        await _connection.SendAsync("DONE\r\n");
        while (await _connection.ReadAsync(Patience) is { } line)
        {
            Note("S", line);
            if (line.StartsWith($"{name}{_tags} OK", StringComparison.Ordinal))
            {
                Sync(true);
                CheckView();
                return;
            }
            Handle(line);
        }
        Demand(false, "IDLE has no end");
    }

    /// <summary>Starts with a mailbox as SELECT told it.</summary>
    public void Selected(WorldMailbox mailbox, bool readOnly)
    {
        (Mailbox, ReadOnly) = (mailbox, readOnly);
        Known.Clear();
        Known.AddRange(mailbox.Messages);
        NextUid = mailbox.UidNext;
        Demand(Slots.Count == Known.Count, $"EXISTS {Slots.Count} for {Known.Count}");
        _maxSeen = Math.Max(_maxSeen, SafeModSeq);
        Bind();
        SafeModSeq = _maxSeen;
    }

    /// <summary>Leaves the mailbox; a client that knows all of it remembers it.</summary>
    public void Left()
    {
        if (Mailbox is { IsGone: false } mailbox && Slots.TrueForAll(s => s.Uid != 0 && s.Flags >= 0) && SafeModSeq > 0 && Condstore)
        {
            Memory[mailbox] = (SafeModSeq, [.. Slots.Select(s => (s.Uid, s.Flags))]);
        }
        Mailbox = null;
        Forget();
    }

    /// <summary>Forgets what belongs to the selected mailbox.</summary>
    public void Forget()
    {
        Slots.Clear();
        Known.Clear();
        Saved = [];
        Watched.Clear();
        DueFlags.Clear();
        SafeModSeq = _maxSeen = 0;
    }

    /// <summary>Moves what the client must know forward: all of it, or, where EXPUNGE may not be told, the rest.</summary>
    public void Sync(bool mayTellExpunge)
    {
        if (Mailbox is null)
        {
            return;
        }
        if (mayTellExpunge)
        {
            Known.RemoveAll(m => m.IsGone);
            Saved.RemoveAll(m => m.IsGone);
        }
        int from = Mailbox.Messages.Count;
        while (from > 0 && Mailbox.Messages[from - 1].Uid >= NextUid)
        {
            from--;
        }
        Known.AddRange(Mailbox.Messages.Skip(from));
        NextUid = Mailbox.UidNext;
    }

    /// <summary>Fails unless the client knows what it must know.</summary>
    public void CheckView()
    {
        if (Mailbox is null)
        {
            return;
        }
        Demand(Slots.Count == Known.Count, $"it counts {Slots.Count} messages, there are {Known.Count}");
        for (int i = 0; i < Slots.Count; i++)
        {
            if (Difference(Slots[i], Known[i]) is { } difference)
            {
                Demand(false, $"number {i + 1}, UID {Known[i].Uid}: {difference}");
            }
        }
        foreach (WatchedSearch watched in Watched)
        {
            Demand(watched.IsTrue(Known, out List<uint> wanted),
                $"{watched.Tag} {watched.Key}: it has {string.Join(',', watched.Numbers)}, true {string.Join(',', wanted)}");
        }
        Bind();
        if (_mayTellExpunge)
        {
            SafeModSeq = Math.Max(SafeModSeq, _maxSeen);
        }
    }

    public void Demand(bool condition, string what)
    {
        if (!condition)
        {
            throw new SimulationException($"{name}: {what}");
        }
    }

    private bool IsViewTrue()
    {
        if (Slots.Count != Known.Count)
        {
            return false;
        }
        for (int i = 0; i < Slots.Count; i++)
        {
            if (Difference(Slots[i], Known[i]) is not null)
            {
                return false;
            }
        }
        if (!Watched.TrueForAll(w => w.IsTrue(Known, out _)))
        {
            return false;
        }
        Bind();
        return true;
    }

    private void Bind()
    {
        for (int i = 0; i < Slots.Count; i++)
        {
            Slots[i].Truth = Known[i];
        }
    }

    private string? Difference(Slot slot, WorldMessage message)
    {
        if (slot.Truth is { } truth && truth != message)
        {
            return $"was UID {truth.Uid}";
        }
        if (slot.Uid != 0 && slot.Uid != message.Uid)
        {
            return $"believed to be UID {slot.Uid}";
        }
        if (message.IsGone)
        {
            return null;
        }
        if (slot.Flags >= 0 && slot.Flags != message.Flags)
        {
            return $"flags believed ({World.WriteFlags(slot.Flags)}), true ({World.WriteFlags(message.Flags)})";
        }
        return slot.ModSeq != 0 && Condstore && slot.ModSeq != message.ModSeq ? $"MODSEQ believed {slot.ModSeq}, true {message.ModSeq}" : null;
    }

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

    private void Note(string side, string line) => log($"{name} {side}: {line}");
}
