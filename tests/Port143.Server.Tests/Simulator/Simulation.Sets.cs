namespace Port143.Server.Tests.Simulator;

// Sets of messages, and what they mean to one client.
internal sealed partial class Simulation
{
    /// <summary>A set as it is written, and the messages that the client means by it, in order; empty when there are none.</summary>
    private (string Set, List<WorldMessage> Messages, bool ByUid) RandomSet(SimulatedClient client, bool onlyUid = false)
    {
        int count = client.Known.Count;
        if (count == 0)
        {
            return ("", [], false);
        }
        bool byUid = onlyUid || client.UidOnly || Chance(50);
        if (Chance(8))
        {
            return ("$", client.Saved.FindAll(client.Known.Contains), byUid);
        }
        var ranges = new List<string>();
        var chosen = new HashSet<int>();
        for (int i = _random.Next(1, 4); i > 0; i--)
        {
            int a = _random.Next(count), b = Chance(50) ? a : Chance(20) ? count - 1 : Math.Min(count - 1, a + _random.Next(6));
            bool star = b == count - 1 && Chance(40);
            string first = Number(a), last = star ? "*" : Number(b);
            ranges.Add(a == b ? last : Chance(15) ? $"{last}:{first}" : $"{first}:{last}");
            for (int n = a; n <= b; n++)
            {
                chosen.Add(n);
            }
        }
        return (string.Join(',', ranges), [.. chosen.Order().Select(n => client.Known[n])], byUid);

        string Number(int index) => byUid ? client.Known[index].Uid.ToString() : (index + 1).ToString();
    }

    /// <summary>Ascending numbers as a set.</summary>
    private static string WriteSet(IReadOnlyList<uint> numbers)
    {
        var ranges = new List<string>();
        for (int i = 0; i < numbers.Count;)
        {
            int j = i;
            while (j + 1 < numbers.Count && numbers[j + 1] == numbers[j] + 1)
            {
                j++;
            }
            ranges.Add(i == j ? numbers[i].ToString() : $"{numbers[i]}:{numbers[j]}");
            i = j + 1;
        }
        return string.Join(',', ranges);
    }
}
