namespace Port143.Server.Tests.Simulator;

// Annotations of mailboxes and of the account, and what others are told of them (RFC 5464).
internal sealed partial class Simulation
{
    private static readonly string[] Entries = ["/private/comment", "/shared/comment", "/private/vendor/port143/x"];

    private async Task SetMetadataAsync(SimulatedClient client)
    {
        (string name, Dictionary<string, string> values) = RandomAnnotations();
        var changes = Entries.Where(e => Chance(40) && (name.Length > 0 || e[1] == 'p'))
            .Select(e => (Entry: e, Value: Chance(25) ? null : Pick(Letter.Words))).ToList();
        if (changes.Count == 0)
        {
            return;
        }
        string list = string.Join(' ', changes.Select(c => $"{c.Entry} {(c.Value is null ? "NIL" : Quote(c.Value))}"));
        Answer answer = await client.RunAsync($"SETMETADATA {Mailbox(name)} ({list})");
        Demand(answer.Ok, "SETMETADATA");
        foreach ((string entry, string? value) in changes)
        {
            if (values.GetValueOrDefault(entry) == value)
            {
                continue;
            }
            if (name.Length > 0)
            {
                _world.Mailboxes[name].IsTouched = true; // RFC 7162 section 3.2
            }
            if (value is null)
            {
                values.Remove(entry);
            }
            else
            {
                values[entry] = value;
            }
            client.DueAnnotations.Remove($"{name} {entry}"); // it set this itself since, and what another set before is no news
            foreach (SimulatedClient other in _clients.Where(c => c != client && c.Viewer == World.Owner && c.HearsMetadata(name)))
            {
                other.DueAnnotations.Add($"{name} {entry}");
            }
        }
        Conclude(client, answer, true);
    }

    private async Task GetMetadataAsync(SimulatedClient client)
    {
        (string name, Dictionary<string, string> values) = RandomAnnotations();
        Answer answer = await client.RunAsync($"GETMETADATA (DEPTH infinity) {Mailbox(name)} (/private /shared)");
        Demand(answer.Ok, "GETMETADATA");
        IReadOnlyList<WireNode> told = answer.Data.SingleOrDefault(d => d[0].Text == "METADATA")?[2].List ?? [];
        var found = new Dictionary<string, string>();
        for (int i = 0; i < told.Count; i += 2)
        {
            if (Entries.Contains(told[i].String) && !told[i + 1].IsNil)
            {
                found.Add(told[i].String, told[i + 1].String);
            }
        }
        Demand(found.Count == values.Count && !found.Except(values).Any(),
            $"GETMETADATA {name}: {string.Join(' ', found)}, true {string.Join(' ', values)}");
        Conclude(client, answer, true);
    }

    // After a command that tells news, a client has heard of all that others changed.
    private static void CheckAnnotations(SimulatedClient client)
    {
        client.Demand(client.DueAnnotations.IsSubsetOf(client.ToldAnnotations),
            "it was not told of " + string.Join(", ", client.DueAnnotations.Except(client.ToldAnnotations)));
        client.DueAnnotations.Clear();
        client.ToldAnnotations.Clear();
    }

    // Under which name a change is told of a mailbox that is renamed meanwhile is open.
    private void ForgetAnnotationNews()
    {
        foreach (SimulatedClient client in _clients)
        {
            client.DueAnnotations.RemoveWhere(d => d[0] != ' ');
        }
    }

    private (string Name, Dictionary<string, string> Values) RandomAnnotations()
    {
        if (Chance(30))
        {
            return ("", _world.Annotations);
        }
        WorldMailbox mailbox = Pick([.. _world.Mailboxes.Values]);
        return (mailbox.Name, mailbox.Annotations);
    }

    private static string Mailbox(string name) => name.Length == 0 ? "\"\"" : name;
}
