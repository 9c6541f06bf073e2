namespace Port143.Server.Tests.Simulator;

// Mailboxes shared with others (RFC 4314), whose rights come and go while they have them open, and whose \Seen it is.
internal sealed partial class Simulation
{
    private static readonly string[] Addresses = [SimulatedClient.OwnerAddress, "first@port143.test", "second@port143.test"];

    private static readonly string[] RightsInUse = ["", "l", "lr", "lrs", "lrsw", "lrsi", "lrswit", "lrswite", "lrswite", "lrwite", "lrste"];

    private async Task SetAclAsync(SimulatedClient client)
    {
        WorldMailbox mailbox = Chance(50) ? _world.Mailboxes["INBOX"] : Pick([.. _world.Mailboxes.Values]);
        int viewer = _random.Next(1, World.Viewers);
        string before = mailbox.Rights[viewer], after = Pick(RightsInUse), given = after;
        if (before.Length > 0 && Chance(40))
        {
            string letter = Pick(["s", "w", "t", "e", "i"]);
            given = (before.Contains(letter) ? "-" : "+") + letter;
            after = before.Contains(letter) ? before.Replace(letter, "") : before + letter;
        }
        Answer answer = await client.RunAsync(given.Length == 0 && Chance(50)
            ? $"DELETEACL {mailbox.Name} {Addresses[viewer]}" : $"SETACL {mailbox.Name} {Addresses[viewer]} {Quote(given)}");
        Demand(answer.Ok, "SETACL");
        mailbox.Rights[viewer] = after;
        Conclude(client, answer, true);
    }

    private async Task MyRightsAsync(SimulatedClient client)
    {
        WorldMailbox mailbox = Pick([.. _world.Mailboxes.Values]);
        Answer answer = await client.RunAsync($"MYRIGHTS {client.NameOf(mailbox.Name)}");
        string rights = mailbox.Rights[client.Viewer];
        Demand(answer.Ok == rights.Length > 0, "MYRIGHTS");
        if (answer.Ok)
        {
            string told = answer.Data.Single(d => d[0].Text == "MYRIGHTS")[2].String;
            // The old right d stands for e and t, and is told beside them.
            Demand(told.Where(c => c != 'd').Order().SequenceEqual(rights.Order()), $"MYRIGHTS {told}, true {rights}");
        }
        Conclude(client, answer, true);
    }

    private async Task ShareSeenAsync(SimulatedClient client)
    {
        WorldMailbox mailbox = Pick([.. _world.Mailboxes.Values]);
        bool shared = !mailbox.SharesSeen;
        Answer answer = await client.RunAsync($"SETMETADATA {mailbox.Name} (/shared/vendor/port143/seen {Quote(shared ? "shared" : "private")})");
        Demand(answer.Ok, "SETMETADATA of whose \\Seen it is");
        mailbox.SharesSeen = shared;
        mailbox.IsTouched = true;
        // It is another \Seen that readers see, which no log tells: who synchronised before cannot go on from there.
        _clients.FindAll(c => c.Viewer != World.Owner).ForEach(c => c.Memory.Remove(mailbox));
        Conclude(client, answer, true);
    }
}
