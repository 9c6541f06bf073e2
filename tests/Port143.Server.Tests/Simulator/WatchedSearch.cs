namespace Port143.Server.Tests.Simulator;

/// <summary>A search that the server keeps up to date (RFC 5267 section 4.3), as the client rebuilds it from what it is told.</summary>
internal sealed class WatchedSearch
{
    public required string Tag { get; init; }

    /// <summary>What was searched for, to be shown.</summary>
    public required string Key { get; init; }

    public required bool ByUid { get; init; }

    public required Predicate<WorldMessage> Test { get; init; }

    /// <summary>The order of SORT; null for SEARCH, whose result has none.</summary>
    public Comparison<WorldMessage>? Order { get; init; }

    public List<uint> Numbers { get; private set; } = [];

    /// <summary>Takes in a response with this tag.</summary>
    public void Take(IReadOnlyList<WireNode> esearch)
    {
        for (int i = 2; i + 1 < esearch.Count; i++)
        {
            switch (esearch[i].Text)
            {
                case "ALL":
                    Numbers = SimulatedClient.Expand(esearch[++i].String);
                    break;
                case "ADDTO":
                    Apply(esearch[++i].List, Add);
                    break;
                case "REMOVEFROM":
                    Apply(esearch[++i].List, Remove);
                    break;
            }
        }
    }

    /// <summary>A message is gone: the numbers behind it move.</summary>
    public void Expunge(uint number)
    {
        if (!ByUid)
        {
            Numbers = [.. Numbers.Where(n => n != number).Select(n => n > number ? n - 1 : n)];
        }
    }

    /// <summary>Whether the client has what the search would find among the messages that it knows.</summary>
    public bool IsTrue(List<WorldMessage> known, out List<uint> wanted)
    {
        List<WorldMessage> found = known.FindAll(m => !m.IsGone && Test(m));
        if (Order is { } order)
        {
            found.Sort((a, b) => order(a, b) is not 0 and var difference ? difference : a.Uid.CompareTo(b.Uid));
        }
        wanted = [.. found.Select(m => ByUid ? m.Uid : (uint)known.IndexOf(m) + 1)];
        return Order is null ? Numbers.Order().SequenceEqual(wanted) : Numbers.SequenceEqual(wanted);
    }

    private static void Apply(IReadOnlyList<WireNode> pairs, Action<int, List<uint>> change)
    {
        for (int i = 0; i < pairs.Count; i += 2)
        {
            change((int)pairs[i].Number, SimulatedClient.Expand(pairs[i + 1].String));
        }
    }

    // Position 0 says that there is no order; otherwise the first of the numbers gets the position, and the others follow.
    private void Add(int position, List<uint> numbers)
    {
        if (numbers.Exists(Numbers.Contains))
        {
            throw new SimulationException($"ADDTO of what {Tag} has: {string.Join(',', numbers)}");
        }
        if (position == 0 != (Order is null) || position > Numbers.Count + 1)
        {
            throw new SimulationException($"ADDTO at a position that cannot be: {position}");
        }
        Numbers.InsertRange(Math.Max(0, position - 1), numbers);
    }

    private void Remove(int position, List<uint> numbers)
    {
        for (int i = 0; i < numbers.Count; i++)
        {
            int at = Numbers.IndexOf(numbers[i]);
            if (at < 0 || position != 0 && at != position - 1)
            {
                throw new SimulationException($"REMOVEFROM of what {Tag} has not there: {numbers[i]} at {position}");
            }
            Numbers.RemoveAt(at);
        }
    }
}
