using System.Globalization;
using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Growth;

/// <summary>
/// Measures how the cost of operations grows with the mailbox. Each size has an account of its own, whose INBOX holds so many
/// messages of 1 KB; ten of them, evenly spread, hold a rare word.
/// </summary>
internal static class GrowthCommand
{
    private const int Rare = 10;

    public static int Run(Arguments arguments)
    {
        var target = new Target(arguments);
        string file = arguments.Find("out") ?? throw new ArgumentException("growth needs --out FILE");
        int size = arguments.Number("size", 1000), account = arguments.Number("account", 1);
        var run = new LoadRun(target, new Scale(), 1, 8, sample =>
        {
            string line = SampleFile.Write(sample);
            Console.WriteLine(line);
            File.AppendAllText(file, line + "\n");
        });
        switch (arguments.Text("step", ""))
        {
            case "fill":
                Fill(run, account, size);
                break;
            case "operations":
                GrowthOperations.Measure(run, account, size, arguments.Number("repeat", 300));
                break;
            case "sessions":
                GrowthMemory.Sessions(run, account, size, arguments.Number("repeat", 200));
                break;
            case "stream":
                GrowthMemory.Stream(run, account, arguments.Number("count", 100_000));
                break;
            default:
                throw new ArgumentException("--step: fill, operations, sessions or stream");
        }
        return 0;
    }

    // APPEND of a hundred messages with one command (RFC 3502), some commands on the way.
    private static void Fill(LoadRun run, int account, int size)
    {
        const int batch = 100;
        using ImapConnection connection = run.Open(account);
        int present = connection.Select("INBOX", readOnly: true);
        connection.Ok("UNSELECT");
        var mail = new SmallMail(8);
        using var sent = new System.Collections.Concurrent.BlockingCollection<string>(8);
        Exception? error = null;
        var sender = new Thread(() =>
        {
            try
            {
                for (int at = present; at < size; at += batch)
                {
                    using var command = new MemoryStream(batch * 1200);
                    string tag = connection.NextTag();
                    command.Write(System.Text.Encoding.ASCII.GetBytes(tag + " APPEND INBOX"));
                    for (int i = at; i < Math.Min(at + batch, size); i++)
                    {
                        byte[] message = mail.Message(i, rare: i % (size / Rare) == size / Rare / 2);
                        command.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" (\\Seen) {{{message.Length}+}}\r\n")));
                        command.Write(message);
                    }
                    command.Write("\r\n"u8);
                    connection.SendRaw(command.GetBuffer().AsSpan(0, (int)command.Length));
                    sent.Add(tag);
                }
            }
            catch (Exception e)
            {
                error = e;
            }
            sent.CompleteAdding();
        });
        Meter meter = run.Measure(() =>
        {
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
        });
        if (error is not null)
        {
            throw new IOException(error.Message, error);
        }
        run.Report("fill " + size.ToString(CultureInfo.InvariantCulture), meter, Math.Max(1, size - present));
        connection.Logout();
    }
}
