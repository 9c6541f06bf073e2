namespace Port143.Server.Tests.Scripts;

/// <summary>
/// Compares what a server that is not ours says with what a script expects: untagged responses in any order, up to the tagged
/// one, and what a server may say at any time is passed over.
/// </summary>
internal sealed class LooseReader(TestClient client, Func<ExpectedResponse, string, bool> matches, Action<string> note)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

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
            else
            {
                await ReadToAsync(response);
            }
        }
    }

    /// <summary>Waits for what was expected and not yet said.</summary>
    public async Task SettleAsync()
    {
        Take();
        while (_wanted.Exists(w => !w.IsOptional && !LooseComparison.MayBeMissing(w.Pattern)))
        {
            _said.Add(await NextAsync(_wanted[0]));
            Take();
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
            Take();
            Finish();
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

    private void Take()
    {
        for (int i = 0; i < _wanted.Count; i++)
        {
            int at = _said.FindIndex(s => matches(_wanted[i], s));
            if (at >= 0)
            {
                _said.RemoveAt(at);
                _wanted.RemoveAt(i--);
            }
        }
    }

    private void Finish()
    {
        string? besides = _said.Find(s => !LooseComparison.MayBeSaid(s));
        if (_wanted.Find(w => !w.IsOptional && !LooseComparison.MayBeMissing(w.Pattern)) is { } missing)
        {
            throw new InvalidDataException($"expected {missing.Pattern}; got {besides ?? "nothing of the kind"}");
        }
        _wanted.Clear();
        _said.Clear();
        if (besides is not null)
        {
            throw new InvalidDataException("said besides: " + besides);
        }
    }
}
