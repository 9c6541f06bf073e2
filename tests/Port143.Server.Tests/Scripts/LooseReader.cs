namespace Port143.Server.Tests.Scripts;

/// <summary>
/// Compares what a server that is not ours says with what a script expects: untagged responses in any order, up to the tagged
/// one, and what a server may say at any time is passed over.
/// </summary>
internal sealed class LooseReader(TestClient client, Func<ExpectedResponse, string, bool> matches, Action<string> note)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly List<ExpectedResponse> _wanted = [];
    private readonly List<string> _said = [];

    /// <summary>Expects responses; tagged ones and continuations are waited for at once, the others with the next of these.</summary>
    public async Task ExpectAsync(IReadOnlyList<ExpectedResponse> expected)
    {
        foreach (ExpectedResponse response in expected)
        {
            if (response.Pattern.StartsWith("* ", StringComparison.Ordinal))
            {
                _wanted.Add(response);
            }
            else if (response.Pattern != "...") // how many things a server tells is its own business
            {
                await ReadToAsync(response);
            }
        }
    }

    /// <summary>Waits for what was expected and not yet said.</summary>
    public async Task SettleAsync()
    {
        while (Compare().Missing is { } missing)
        {
            _said.Add(await NextAsync(missing));
        }
        Finish();
    }

    private async Task ReadToAsync(ExpectedResponse last)
    {
        while (true)
        {
            string response = await NextAsync(last);
            if (response.StartsWith("* ", StringComparison.Ordinal))
            {
                _said.Add(response);
                continue;
            }
            bool alike = matches(last, response) || LooseComparison.IsSameOk(last.Pattern, response)
                || LooseComparison.IsRefusal(last.Pattern) && LooseComparison.IsRefusal(response)
                    && last.Pattern.Split(' ')[0] == response.Split(' ')[0];
            if (!alike)
            {
                throw new InvalidDataException($"expected {last.Pattern}; got {response}");
            }
            if (!response.StartsWith('+'))
            {
                Finish(); // news may come before a continuation or behind it
            }
            return;
        }
    }

    private async Task<string> NextAsync(ExpectedResponse wanted)
    {
        string? response;
        try
        {
            response = await client.ReadAsync(Patience);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidDataException($"expected {wanted.Pattern}; nothing came");
        }
        note(response ?? "(closed)");
        return response ?? throw new InvalidDataException($"expected {wanted.Pattern}; the connection was closed");
    }

    // The first that is wanted and was not said, and the first that was said and may not be.
    private (ExpectedResponse? Missing, string? Besides) Compare()
    {
        List<string> patterns = LooseNumbers.Write([.. _wanted.Select(w => w.Pattern)]);
        List<string> said = LooseNumbers.Write(_said);
        var all = new List<string>(said);
        ExpectedResponse? missing = null;
        for (int i = 0; i < patterns.Count; i++)
        {
            ExpectedResponse wanted = _wanted[i] with { Pattern = patterns[i] };
            int at = said.FindIndex(s => matches(wanted, s));
            if (at >= 0)
            {
                said.RemoveAt(at);
            }
            // Two changes that are told at once are one response.
            else if (!wanted.IsOptional && !LooseComparison.MayBeMissing(wanted.Pattern) && !all.Exists(s => matches(wanted, s))
                && !(LooseComparison.IsCount(wanted.Pattern) && all.Exists(LooseComparison.IsCount)))
            {
                missing ??= _wanted[i];
            }
        }
        return (missing, said.Find(s => !LooseComparison.MayBeSaid(s)));
    }

    private void Finish()
    {
        (ExpectedResponse? missing, string? besides) = Compare();
        _wanted.Clear();
        _said.Clear();
        if (missing is not null)
        {
            throw new InvalidDataException($"expected {missing.Pattern}; got {besides ?? "nothing of the kind"}");
        }
        if (besides is not null)
        {
            throw new InvalidDataException("said besides: " + besides);
        }
    }
}
