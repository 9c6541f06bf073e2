namespace Port143.Server.Tests.Simulator;

// REPLACE and UID REPLACE, CATENATE of a message of one's own, and the usage that GETQUOTA tells.
internal sealed partial class Simulation
{
    private async Task ReplaceAsync(SimulatedClient client)
    {
        WorldMailbox source = client.Mailbox!;
        string name = Chance(60) ? source.Name : Pick(Names);
        WorldMailbox? target = _world.Mailboxes.GetValueOrDefault(name);
        List<WorldMessage> there = client.Known.FindAll(m => !m.IsGone);
        if (there.Count == 0 || target?.Messages.Count > FullMailbox)
        {
            return;
        }
        WorldMessage old = Pick(there);
        bool byUid = client.UidOnly || Chance(50);
        Letter letter = Pick(_letters);
        int flags = RandomFlags() & ~World.Deleted;
        string date = RandomDate(), content = $"{{{letter.Bytes.Length}+}}\r\n{letter.Bytes}";
        if (Chance(30) && client.Viewer == World.Owner)
        {
            // The bytes of the old message, by a URL, are the new one.
            letter = old.Content.Letter;
            content = $"CATENATE (URL \"/{source.Name};UIDVALIDITY={source.UidValidity}/;UID={old.Uid}\")";
        }
        Answer answer = await client.RunAsync($"{(byUid ? "UID " : "")}REPLACE {NumberOf(client, old, byUid)} {client.NameOf(name)} ({World.WriteFlags(flags)}) \"{date}\" {content}");
        if (client.ReadOnly || !source.Allows(client.Viewer, "te") || client.Viewer != World.Owner && target?.Allows(client.Viewer, "i") != true)
        {
            Demand(answer.Status == "NO" && answer.Code != "TRYCREATE", "REPLACE in EXAMINE, or without the right");
        }
        else if (target is null)
        {
            Demand(answer.Status == "NO" && answer.Code == "TRYCREATE", "REPLACE to nothing");
        }
        else
        {
            Demand(answer.Ok, "REPLACE");
            string[] code = answer.Find("APPENDUID") ?? throw new SimulationException("no APPENDUID of REPLACE");
            Demand(code[0] == target.UidValidity.ToString(), "UIDVALIDITY in APPENDUID of REPLACE");
            Add(client, target, uint.Parse(code[1]), new WorldContent { Letter = letter }, date, flags);
            Remove(source, m => m == old);
        }
        if (answer.Status == "NO")
        {
            // A literal that was refused before there was a command: news come with the next one.
            await NoopAsync(client);
            return;
        }
        Conclude(client, answer, true);
    }

    // RFC 9208 section 5: STORAGE in units of 1024 octets, rounded up, and MESSAGE; limits so large that nothing is refused.
    private async Task QuotaAsync(SimulatedClient client)
    {
        Answer answer = await client.RunAsync(Chance(50) ? "GETQUOTA \"\"" : "GETQUOTAROOT INBOX");
        Demand(answer.Ok, "GETQUOTA");
        List<WorldMessage> all = [.. _world.Mailboxes.Values.SelectMany(m => m.Messages)];
        long storage = (all.Sum(m => (long)m.Content.Letter.Bytes.Length) + 1023) / 1024;
        string told = answer.Data.Single(d => d[0].Text == "QUOTA")[2].ToString();
        string wanted = $"(STORAGE {storage} 1048576 MESSAGE {all.Count} 1000000 MAILBOX {_world.Mailboxes.Count} 1000)";
        Demand(told == wanted, $"QUOTA {told}, true {wanted}");
        Conclude(client, answer, true);
    }
}
