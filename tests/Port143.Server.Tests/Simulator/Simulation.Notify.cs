namespace Port143.Server.Tests.Simulator;

// NOTIFY (RFC 5465): the STATUS of other mailboxes when others change them.
internal sealed partial class Simulation
{
    private async Task NotifyAsync(SimulatedClient client)
    {
        bool status = Chance(50);
        string flags = Chance(50) ? " FlagChange" : "";
        client.Statuses.Clear();
        client.DueStatuses.Clear();
        client.IsNotified = true;
        Answer answer = await client.RunAsync(
            $"NOTIFY SET{(status ? " STATUS" : "")} (SELECTED-DELAYED (MessageNew MessageExpunge FlagChange)) (personal (MessageNew MessageExpunge{flags}))");
        Demand(answer.Ok, "NOTIFY");
        if (status && client.Viewer == World.Owner)
        {
            foreach (WorldMailbox mailbox in _world.Mailboxes.Values.Where(m => m != client.Mailbox))
            {
                CheckToldStatus(client, mailbox);
            }
        }
        Conclude(client, answer, true);
    }

    // Called when what this step changed is known: who must be told, and who did it.
    private void NoteChange(WorldMailbox mailbox)
    {
        foreach (SimulatedClient client in _clients.Where(c => c != _actor && c.Mailbox == mailbox && (c.IsIdling || c.IsNotified)))
        {
            client.DueFlags.UnionWith(mailbox.Touched.Where(m => m.Uid < client.NextUid && m.IsNewsFor(client.Eyes) && client.Known.Contains(m)));
        }
        (int Messages, uint UidNext) now = (mailbox.Messages.Count, mailbox.UidNext);
        if (now == mailbox.Settled)
        {
            return;
        }
        mailbox.Settled = now;
        foreach (SimulatedClient client in _clients.Where(c => c.IsNotified && c.Viewer == World.Owner))
        {
            if (client == _actor || client.Mailbox == mailbox)
            {
                client.DueStatuses.Remove(mailbox); // its own doing is no news
            }
            else
            {
                client.DueStatuses.Add(mailbox);
            }
        }
    }

    private static void CheckToldStatus(SimulatedClient client, WorldMailbox mailbox)
    {
        (uint Messages, uint UidNext) told = client.Statuses.GetValueOrDefault(mailbox.Name);
        client.Demand(told == (mailbox.Messages.Count, mailbox.UidNext),
            $"it was told {told} of {mailbox.Name}, true {(mailbox.Messages.Count, mailbox.UidNext)}");
    }
}
