using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load;

/// <summary>What a workload works with: the server, the mail, how much of it, and where figures go.</summary>
internal sealed class LoadRun(Target target, Scale scale, int round, ulong seed, Action<Sample> output)
{
    /// <summary>Owns the prepared mailboxes.</summary>
    public const int Owner = 1;

    public const string Bodies = "Bodies", Views = "Views";

    public Target Target => target;

    public Scale Scale => scale;

    /// <summary>From 1. Workloads whose first run is special use other accounts or fields in each.</summary>
    public int Round => round;

    public MailCorpus Corpus { get; } = new(seed);

    public ImapConnection Open(int account = Owner, bool tls = false) => target.Open(account, tls);

    public Meter Measure(Action work) => Meter.Measure(target.Processes, work);

    /// <summary>Reports what was measured.</summary>
    public void Report(string name, Meter meter, long operations = 1, long bytes = 0, Latencies? latencies = null, double value = 0) =>
        output(new Sample
        {
            Name = name,
            Server = target.Name,
            Round = round,
            Operations = operations,
            Bytes = bytes,
            Wall = meter.Wall,
            ServerCpu = meter.ServerCpu,
            ClientCpu = meter.ClientCpu,
            OtherCpu = meter.OtherCpu,
            P50 = latencies?.Quantile(0.5) ?? 0,
            P99 = latencies?.Quantile(0.99) ?? 0,
            Value = value,
        });

    /// <summary>Reports a sample that a workload put together; name, server and round are filled in.</summary>
    public void Report(string name, Sample sample) => output(sample with { Name = name, Server = target.Name, Round = round });

    /// <summary>Reports a figure that is no time.</summary>
    public void Report(string name, double value) => output(new Sample { Name = name, Server = target.Name, Round = round, Value = value });

    /// <summary>Makes a mailbox anew and fills it by pipelined APPEND; INBOX keeps what it has. Gives the octets of mail.</summary>
    public long Fill(int account, string mailbox, int count, long from = 0)
    {
        using ImapConnection connection = Open(account);
        if (mailbox != "INBOX")
        {
            connection.Try("DELETE " + mailbox);
            connection.Ok("CREATE " + mailbox);
        }
        string recipient = target.Recipient(account);
        long bytes = 0;
        Exception? error = null;
        // One thread sends, this one reads; so many may be on the way.
        using var sent = new System.Collections.Concurrent.BlockingCollection<string>(64);
        var sender = new Thread(() =>
        {
            try
            {
                for (long i = from; i < from + count; i++)
                {
                    MailMessage message = Corpus.Message(i, recipient);
                    string flags = i % 3 == 0 ? "" : "(\\Seen) ";
                    sent.Add(connection.SendAppend(mailbox, message.Header, message.Body, $"{flags}\"{Corpus.InternalDate(i)}\" "));
                    bytes += message.Size;
                }
            }
            catch (Exception e)
            {
                error = e;
            }
            sent.CompleteAdding();
        });
        sender.Start();
        foreach (string tag in sent.GetConsumingEnumerable())
        {
            ImapReply reply = connection.Wait(tag);
            if (!reply.IsOk)
            {
                throw new IOException($"APPEND was answered {reply.Line}");
            }
        }
        sender.Join();
        if (error is not null)
        {
            throw new IOException(error.Message, error);
        }
        connection.Logout();
        return bytes;
    }

    /// <summary>Deletes everything in a mailbox.</summary>
    public void Empty(int account, string mailbox)
    {
        using ImapConnection connection = Open(account);
        if (connection.Select(mailbox) > 0)
        {
            connection.Ok("STORE 1:* +FLAGS.SILENT (\\Deleted)");
            connection.Ok("EXPUNGE");
        }
        connection.Logout();
    }

    /// <summary>Measures one command on a selected mailbox, after it ran <paramref name="warmUps"/> times.</summary>
    public void Command(string name, ImapConnection connection, string command, int operations, int warmUps = 1)
    {
        for (int i = 0; i < warmUps; i++)
        {
            connection.Ok(command);
        }
        long before = connection.BytesReceived;
        int untagged = 0;
        Meter meter = Measure(() => untagged = connection.Ok(command).Untagged);
        if (untagged < operations && operations > 1)
        {
            throw new InvalidDataException($"{name}: {operations} responses were expected, {untagged} came");
        }
        Report(name, meter, operations, connection.BytesReceived - before);
    }
}
