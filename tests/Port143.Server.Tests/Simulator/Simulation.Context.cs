namespace Port143.Server.Tests.Simulator;

// CONTEXT: searches that are kept up to date. What the client has of them is compared whenever its view of the mailbox is.
internal sealed partial class Simulation
{
    private const int MostWatched = 3;

    private async Task WatchSearchAsync(SimulatedClient client)
    {
        if (client.Watched.Count > 0 && (client.Watched.Count == MostWatched || Chance(25)))
        {
            await CancelAsync(client);
            return;
        }
        bool byUid = client.UidOnly || Chance(50), sorted = Chance(50);
        (string key, Predicate<WorldMessage> test) = RandomKey(client, 2, inSelected: false);
        (string Name, Comparison<WorldMessage> Compare) order = Pick(SortKeys);
        bool reverse = Chance(35);
        string what = (byUid ? "UID " : "")
            + (sorted ? $"SORT RETURN (UPDATE ALL) ({(reverse ? "REVERSE " : "")}{order.Name}) UTF-8 {key}" : $"SEARCH RETURN (UPDATE ALL) {key}");
        client.Watched.Add(new WatchedSearch
        {
            Tag = client.NextTag, Key = what, ByUid = byUid, Test = test,
            Order = !sorted ? null : reverse ? (a, b) => -order.Compare(a, b) : order.Compare,
        });
        Answer answer = await client.RunAsync(what);
        Demand(answer.Ok && answer.Find("NOUPDATE") is null, "RETURN (UPDATE)");
        Conclude(client, answer, byUid);
    }

    private async Task CancelAsync(SimulatedClient client)
    {
        WatchedSearch watched = Pick(client.Watched);
        Answer answer = await client.RunAsync($"CANCELUPDATE \"{watched.Tag}\"");
        Demand(answer.Ok, "CANCELUPDATE");
        client.Watched.Remove(watched);
        Conclude(client, answer, true);
    }
}
