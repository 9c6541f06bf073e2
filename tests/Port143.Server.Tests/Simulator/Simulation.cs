using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Server.Sessions;
using Port143.Server.Tls;
using Port143.Storage;
using Port143.Storage.Index;
using Port143.Storage.Sqlite;

namespace Port143.Server.Tests.Simulator;

/// <summary>
/// Several sessions do what a seed says, one command at a time: some of the account that owns the mailboxes, some of two
/// others whom it shares them with. The simulation keeps a world of its own, and after each command every client must believe
/// what is true in that world, as far as it was told; who idles or asked for NOTIFY must be told at once.
/// <para>
/// Covered is whatever tells a client about state: IMAP4rev1 and rev2, ENABLE, NAMESPACE, IDLE, UIDPLUS, UNSELECT, MOVE, CHILDREN,
/// LIST-EXTENDED (subscribed), LIST-STATUS, STATUS=SIZE, ESEARCH, SEARCHRES, SORT, ESORT, THREAD, CONTEXT, PARTIAL, CONDSTORE,
/// QRESYNC, BINARY, MULTIAPPEND, LITERAL+, OBJECTID (EMAILID), NOTIFY, UIDBATCHES, UIDONLY, COMPRESS, UNAUTHENTICATE, METADATA,
/// ACL with rights that come and go while a mailbox is selected, <c>\Seen</c> of one's own and shared, REPLACE, CATENATE,
/// UTF8=ACCEPT, MULTISEARCH, QUOTA; CREATE, RENAME and DELETE of mailboxes that others have selected.
/// </para>
/// <para>
/// Not covered: what tells nothing of state (sign-in, TLS, ID, LANGUAGE, referrals, URLAUTH, XLIST); what depends on the time of
/// day or on the load (WITHIN, SAVEDATE, INPROGRESS); what needs richer mail than the letters here (PREVIEW, SORT=DISPLAY, FUZZY,
/// COMPARATOR, FILTERS); limits (MESSAGELIMIT, SAVELIMIT, APPENDLIMIT, a quota that is full); mailboxes that change the account
/// in COPY and MOVE, what readers CREATE, RENAME and DELETE, NOTIFY of others' mailboxes, negative rights. These have dialogues
/// in scripts/.
/// </para>
/// </summary>
internal sealed partial class Simulation : IAsyncDisposable
{
    private static readonly int HistoryLength = int.Parse(Environment.GetEnvironmentVariable("PORT143_SIMULATOR_HISTORY") ?? "80");

    private readonly int _seed;
    private readonly Random _random;
    private readonly string _folder;
    private readonly SqliteMailStorage _storage;
    private readonly SqliteDirectory _directory;
    private readonly HashingQueue _hashing = new();
    private readonly CertificateStore _certificates;
    private readonly SessionServices _services;
    private readonly TestLogs _logs = new();
    private readonly Account[] _accounts = new Account[World.Viewers];
    private readonly World _world = new();
    private readonly List<SimulatedClient> _clients = [];
    private readonly Letter[] _letters;
    private readonly Queue<string> _history = new();
    private readonly Dictionary<string, IncrementalHash> _transcripts = [];
    private readonly List<(int Weight, string Name, Func<SimulatedClient, Task> Run)> _steps = [];
    private readonly Dictionary<string, int> _ran = [];
    private Account Owner => _accounts[World.Owner];
    private int _step;
    private SimulatedClient? _actor;

    private Simulation(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        string parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        _folder = Directory.CreateDirectory(Path.Combine(parent, $"port143-simulator-{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;
        _storage = SqliteMailStorage.Open(_folder);
        _directory = SqliteDirectory.Open(_folder, TimeProvider.System);
        _certificates = CertificateStore.Open(_folder, null, null, TimeProvider.System, _logs.CreateLogger<CertificateStore>());
        var options = new ServerOptions { DataFolder = _folder, CleartextLogin = CleartextLogin.Loopback, Limits = new ServerLimits { NotifyPause = TimeSpan.Zero } };
        _services = new SessionServices(
            options, _storage, new MailboxIndexes(_storage), _directory,
            new Authenticator(_directory, _hashing, TimeProvider.System, _logs.CreateLogger<Authenticator>()), _certificates,
            new AccountSessions(100), null, new MetadataWatch(_storage), _logs.CreateLogger(""), TimeProvider.System);
        _letters = [.. Enumerable.Range(0, 24).Select(_ => Letter.Make(_random))];
    }

    /// <summary>How often each kind of step ran.</summary>
    public IReadOnlyDictionary<string, int> Ran => _ran;

    /// <summary>Plays a seed; returns a hash of all that was said.</summary>
    public static async Task<(string Hash, IReadOnlyDictionary<string, int> Ran)> PlayAsync(int seed, int steps)
    {
        await using var simulation = new Simulation(seed);
        await simulation.BeginAsync();
        try
        {
            for (simulation._step = 1; simulation._step <= steps; simulation._step++)
            {
                await simulation.StepAsync();
            }
            await simulation.AuditAsync();
        }
        catch (Exception error)
        {
            Assert.Fail(simulation.Describe(error, steps));
        }
        if (simulation._logs.Bugs is { Count: > 0 } bugs)
        {
            Assert.Fail(simulation.Describe(new SimulationException(bugs[0]), steps));
        }
        return (simulation.Hash(), simulation._ran);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SimulatedClient client in _clients)
        {
            try
            {
                await client.CloseAsync();
            }
            catch (Exception error) when (error is InvalidOperationException or TimeoutException or IOException)
            {
                // After a failure; the failure was told.
            }
        }
        _services.Indexes.Dispose();
        _services.MetadataWatch.Dispose();
        await _storage.DisposeAsync();
        await _directory.DisposeAsync();
        _certificates.Dispose();
        _hashing.Dispose();
        Directory.Delete(_folder, true);
    }

    private async Task BeginAsync()
    {
        foreach ((int viewer, string address) in Addresses.Index())
        {
            _accounts[viewer] = (await _directory.AddAsync(AccountId.New(), AccountAddress.Parse(address), "", "simulator", default))!;
        }
        foreach (Account reader in _accounts[1..])
        {
            await _storage.CreateAccountAsync(reader.Id, [new NewMailbox(MailboxName.Inbox)], default);
        }
        await _storage.CreateAccountAsync(Owner.Id, [new NewMailbox(MailboxName.Inbox), new NewMailbox(MailboxName.Parse("Trash"), SpecialUse.Trash)], default);
        // Limits so large that nothing is refused: what is used is told of limited resources only.
        var limits = new QuotaLimits(Storage: 1L << 30, Messages: 1_000_000, Mailboxes: 1000);
        Demand((await _storage.CommitAsync(Owner.Id, new SetQuotaChange(limits), default)).Succeeded, "SETQUOTA");
        await AddToWorldAsync("INBOX");
        await AddToWorldAsync("Trash");
        _world.Subscribed.UnionWith(["INBOX", "Trash"]);
        AddSteps();
        _services.Indexes.ListChanged += account => _clients.ForEach(c => c.OnListChanged(account));
        int sessions = _random.Next(2, 7);
        for (int i = 0; i < sessions; i++)
        {
            string name = ((char)('a' + i)).ToString();
            _transcripts.Add(name, IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
            int viewer = i == 0 || Chance(60) ? World.Owner : _random.Next(1, World.Viewers);
            var client = new SimulatedClient(name, viewer, () => new SimulatedConnection(_services, _accounts[viewer]), line => Note(name, line));
            _clients.Add(client);
            await client.ConnectAsync();
        }
        for (int i = 0; i < 6; i++)
        {
            await SetAclAsync(_clients[0]);
        }
    }

    private async Task StepAsync()
    {
        SimulatedClient client = _clients[_random.Next(_clients.Count)];
        _actor = client;
        if (client.IsIdling)
        {
            if (Chance(30))
            {
                await client.DoneAsync();
            }
            return;
        }
        if (client.IsCut)
        {
            await ByeAsync(client);
            return;
        }
        if (client.Mailbox is null && !Chance(15))
        {
            await SelectAsync(client);
        }
        else
        {
            (int _, string name, Func<SimulatedClient, Task> run) = PickStep(client);
            _ran[name] = _ran.GetValueOrDefault(name) + 1;
            _namesNumbers = false;
            await run(client);
        }
        Settle();
        await TellListenersAsync();
        if (_step % 1000 == 0)
        {
            await AuditAsync();
        }
    }

    // What is told at once, in IDLE and by NOTIFY, is heard before the next command changes anything: so a run is the same again.
    private async Task TellListenersAsync()
    {
        foreach (SimulatedClient listening in _clients.Where(c => c.IsIdling || c.IsNotified))
        {
            if (listening.IsCut)
            {
                await listening.HearByeAsync();
                await ReconnectAsync(listening);
            }
            else
            {
                listening.Demand(await listening.HearAsync(), "the connection ended without BYE");
            }
        }
    }

    private (int, string, Func<SimulatedClient, Task>) PickStep(SimulatedClient client)
    {
        while (true)
        {
            int at = _random.Next(_steps.Sum(s => s.Weight));
            foreach ((int Weight, string Name, Func<SimulatedClient, Task> Run) step in _steps)
            {
                at -= step.Weight;
                if (at < 0)
                {
                    if (client.Mailbox is null && char.IsUpper(step.Name[0]) || client.Viewer != World.Owner && OwnersSteps.Contains(step.Name) || client.Viewer == World.Owner && step.Name == "myrights")
                    {
                        break; // needs a selected mailbox, or is for others
                    }
                    return step;
                }
            }
        }
    }

    // Heads move where something changed and nowhere else, and one change has one MODSEQ.
    private void Settle()
    {
        foreach (WorldMailbox mailbox in _world.Mailboxes.Values)
        {
            long head = mailbox.Index.State.Head;
            if (mailbox.IsTouched)
            {
                Demand(head > mailbox.Head, $"the MODSEQ of {mailbox.Name} did not grow");
                Demand(mailbox.Index.State.UidNext == mailbox.UidNext, $"UIDNEXT of {mailbox.Name} is {mailbox.Index.State.UidNext}, not {mailbox.UidNext}");
                NoteChange(mailbox);
                foreach (WorldMessage message in mailbox.Touched)
                {
                    message.Settle(head);
                }
                mailbox.Head = head;
                mailbox.IsTouched = false;
                mailbox.Touched.Clear();
            }
            else
            {
                Demand(head == mailbox.Head, $"{mailbox.Name} changed, and nobody changed it");
            }
        }
    }

    // A step calls this when its command has changed the world and before it compares.
    private void Conclude(SimulatedClient client, Answer answer, bool mayTellExpunge)
    {
        Settle();
        if (client.IsCut)
        {
            return;
        }
        Demand(answer.Status != "BYE", client.Name + ": BYE without reason");
        client.Sync(mayTellExpunge);
        client.CheckView();
    }

    // What is on disk is what the world says, and so is what a new client is told.
    private async Task AuditAsync()
    {
        foreach (WorldMailbox mailbox in _world.Mailboxes.Values)
        {
            LogPage page = (await _storage.ReadLogAsync(Owner.Id, mailbox.Id, 0, default))!;
            Demand(page.Rows.Count == mailbox.Messages.Count, $"{mailbox.Name} has {page.Rows.Count} rows for {mailbox.Messages.Count} messages");
            for (int i = 0; i < page.Rows.Count; i++)
            {
                MessageRow row = page.Rows[i];
                WorldMessage message = mailbox.Messages[i];
                IEnumerable<string> flags = SystemFlags.Names.Where((_, bit) => (row.Flags.Low >> bit & 1) != 0)
                    .Concat(page.State.Keywords.Where((_, number) => row.Flags.HasKeyword(number)));
                Demand(row.Uid == message.Uid && row.ModSeq == message.ModSeq && row.Size == message.Content.Letter.Bytes.Length
                    && World.ParseFlags(flags, false) == message.Flags, $"the row of {mailbox.Name} UID {message.Uid}");
            }
        }
    }

    private async Task ByeAsync(SimulatedClient client)
    {
        await client.RunAsync("NOOP");
        await client.HearByeAsync();
        await ReconnectAsync(client);
    }

    private static async Task ReconnectAsync(SimulatedClient client)
    {
        await client.CloseAsync();
        client.Left();
        await client.ConnectAsync();
    }

    private async Task<WorldMailbox> AddToWorldAsync(string name)
    {
        MailboxList list = await _storage.ListMailboxesAsync(Owner.Id, default);
        MailboxInfo info = list.Find(MailboxName.Parse(name)) ?? throw new SimulationException(name + " was not made");
        MailboxIndex index = (await _services.Indexes.OpenAsync(Owner.Id, info.Id, default))!;
        uint validity = index.State.UidValidity;
        Demand(validity > _world.Validities.GetValueOrDefault(name), "UIDVALIDITY of a new mailbox does not grow: " + name);
        _world.Validities[name] = validity;
        var mailbox = new WorldMailbox { Name = name, Id = info.Id, Index = index, UidValidity = validity, Head = index.State.Head };
        if (name.LastIndexOf('/') is > 0 and int slash && _world.Mailboxes.TryGetValue(name[..slash], out WorldMailbox? above))
        {
            // A new mailbox is shared as the one above it is (RFC 4314 section 4 leaves that open; decision 0009).
            above.Rights.CopyTo(mailbox.Rights, 0);
            mailbox.SharesSeen = above.SharesSeen;
        }
        Demand(index.State.UidNext == 1, "a new mailbox with old UIDs: " + name);
        _world.Mailboxes.Add(name, mailbox);
        return mailbox;
    }

    private static void Demand(bool condition, string what)
    {
        if (!condition)
        {
            throw new SimulationException(what);
        }
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private void Note(string name, string line)
    {
        int literal = line.IndexOf("}\r\n", StringComparison.Ordinal);
        string shown = literal >= 0 ? line[..(literal + 1)] + "..." : line.Length > 400 ? line[..400] + "..." : line;
        _history.Enqueue($"{_step,6} {shown}");
        if (_history.Count > HistoryLength)
        {
            _history.Dequeue();
        }
        if (!line.EndsWith(" RECENT", StringComparison.Ordinal) && !line.Contains("* STATUS ", StringComparison.Ordinal))
        {
            _transcripts[name].AppendData(Encoding.Latin1.GetBytes(Normalize(line) + "\n"));
        }
    }

    // Ids are random and UIDVALIDITY is made of the time; which of two sessions woken at once is told \Recent is open. All
    // else must be the same again.
    private static string Normalize(string line) =>
        line.Contains("UIDVALIDITY", StringComparison.Ordinal) || line.Contains("MAILBOXID", StringComparison.Ordinal)
        || line.Contains("COPYUID", StringComparison.Ordinal) || line.Contains("APPENDUID", StringComparison.Ordinal)
        || line.Contains("QRESYNC (", StringComparison.Ordinal) || line.Contains("EMAILID", StringComparison.Ordinal)
        || line.Contains("CAPABILITY", StringComparison.Ordinal)
            ? "(an id)"
            : line.Replace("\\Recent ", "", StringComparison.Ordinal).Replace("\\Recent", "", StringComparison.Ordinal);

    private string Hash() => string.Join(' ', _transcripts.Values.Select(t => Convert.ToHexString(t.GetHashAndReset())[..16]));

    private string Describe(Exception error, int steps)
    {
        string what = error is SimulationException or InvalidDataException or TimeoutException ? error.Message : error.ToString();
        return $"""
            {what}
            Again: PORT143_SEED={_seed} PORT143_SIMULATOR_STEPS={Math.Min(steps, _step)} ... --filter-class '*SimulatorTests'
            At step {_step} of seed {_seed}. The last lines of all {_clients.Count} sessions:
            {string.Join('\n', _history)}
            """;
    }
}
