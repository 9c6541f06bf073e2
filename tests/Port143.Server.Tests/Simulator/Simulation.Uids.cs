namespace Port143.Server.Tests.Simulator;

// What speaks of UIDs only: UIDONLY and UIDBATCHES.
internal sealed partial class Simulation
{
    // RFC 9586 section 3.2: what names messages by number is refused, and the session goes on.
    private async Task RefusedNumbersAsync(SimulatedClient client)
    {
        if (!client.UidOnly)
        {
            return;
        }
        string command = Pick(["FETCH 1 FLAGS", "STORE 1 +FLAGS (\\Seen)", "COPY 1 INBOX", "MOVE 1 INBOX", "SEARCH ALL", "UID SEARCH 1:*", "SORT (SIZE) UTF-8 ALL"]);
        Answer answer = await client.RunAsync(command);
        client.Demand(answer.Status == "BAD" && answer.Code == "UIDREQUIRED", $"{command} with UIDONLY");
        client.Demand(!answer.Data.Exists(d => d[0].Text != "STATUS"), $"{command} was refused and answered");
        // A command that was not understood may tell news and need not.
        await NoopAsync(client);
    }

    // Mailboxes here are smaller than the smallest batch: one range from the newest message to 1, or none.
    private async Task BatchesAsync(SimulatedClient client)
    {
        string range = Pick(["", "", " 1:3", " 2:3"]);
        List<WorldMessage> known = [.. client.Known];
        Answer answer = await client.RunAsync($"UIDBATCHES 500{range}");
        if (answer.Status == "NO")
        {
            Demand(answer.Code == "LIMIT", "UIDBATCHES"); // asked before, and little has changed since
        }
        else
        {
            Demand(answer.Ok, "UIDBATCHES");
            IReadOnlyList<WireNode> told = answer.Data.Single(d => d[0].Text == "UIDBATCHES");
            string wanted = known.Count == 0 || range == " 2:3" ? "" : known.Count == 1 && known[0].Uid == 1 ? "1:1" : $"{known[^1].Uid}:1";
            client.Demand(told.Count == (wanted.Length == 0 ? 2 : 3) && (wanted.Length == 0 || told[2].String == wanted),
                $"UIDBATCHES{range}: {told[^1]}, true {wanted}");
        }
        Conclude(client, answer, true);
    }
}
