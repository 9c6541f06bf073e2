using Port143.Storage;

namespace Port143.Server.Tests.Simulator;

/// <summary>
/// A client that believes what it is told and nothing else: its list of messages is rebuilt from EXISTS, EXPUNGE, VANISHED and
/// FETCH, and after each command it is compared with what the mailbox is.
/// </summary>
internal sealed partial class SimulatedClient(string name, int viewer, Func<SimulatedConnection> connect, Action<string> log)
{
    public const string OwnerAddress = "simulated@port143.test";

    private const string OthersPrefix = $"Other Users/{OwnerAddress}/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private SimulatedConnection _connection = null!;
    private Answer _answer = new();
    private readonly HashSet<string> _enabled = [];
    private int _tags;
    private bool _mayTellExpunge = true;
    private long _maxSeen;
    private int _changeable;
    private bool _toldWrite;

    public string Name => name;

    /// <summary>Whose session it is: the owner's, or that of somebody whom mailboxes are shared with.</summary>
    public int Viewer => viewer;

    /// <summary>What its namespaces call a mailbox of the owner.</summary>
    public string NameOf(string mailbox) => viewer == World.Owner ? mailbox : $"\"{OthersPrefix}{mailbox}\"";

    /// <summary>Whether the selected mailbox is gone, or no longer shared: the session ends.</summary>
    public bool IsCut => Mailbox is { } mailbox && (mailbox.IsGone || !mailbox.Allows(viewer, "r"));

    public bool Condstore { get; set; }

    public bool Qresync { get; set; }

    public bool Rev2 { get; set; }

    /// <summary>Whether it speaks of messages by UID only, and is told of them so (RFC 9586).</summary>
    public bool UidOnly { get; private set; }

    public bool IsIdling { get; private set; }

    public WorldMailbox? Mailbox { get; private set; }

    /// <summary>What is being selected.</summary>
    public WorldMailbox? Opening { get; set; }

    /// <summary>Whose <c>\Seen</c> it sees in the selected mailbox: it keeps that until it leaves, whatever the owner decides.</summary>
    public int Eyes { get; private set; }

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

    public void OnListChanged(AccountId account) => _connection.OnListChanged(account);

    public Task CloseAsync() => _connection.CloseAsync();

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

    /// <summary>Starts with a mailbox as SELECT told it.</summary>
    public void Selected(WorldMailbox mailbox, bool readOnly)
    {
        (Mailbox, ReadOnly, Eyes) = (mailbox, readOnly, mailbox.EyesOf(viewer));
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
        if (Mailbox is { } mailbox && !IsCut && Slots.TrueForAll(s => s.Uid != 0 && s.Flags >= 0) && SafeModSeq > 0 && Condstore
            && Eyes == mailbox.EyesOf(viewer))
        {
            Memory[mailbox] = (SafeModSeq, [.. Slots.Select(s => (s.Uid, s.Flags))]);
        }
        Mailbox = null;
        Forget();
    }

    /// <summary>Whose <c>\Seen</c> it sees in a mailbox.</summary>
    public int EyesOn(WorldMailbox mailbox) => mailbox == Mailbox ? Eyes : mailbox.EyesOf(viewer);

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
}
