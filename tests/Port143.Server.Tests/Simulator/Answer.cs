namespace Port143.Server.Tests.Simulator;

/// <summary>Everything that was told up to a tagged response.</summary>
internal sealed class Answer
{
    /// <summary>OK, NO, BAD, or BYE when the session ended instead.</summary>
    public string Status { get; set; } = "";

    /// <summary>The tagged response's code with its arguments, or empty.</summary>
    public string Code { get; set; } = "";

    /// <summary>The codes of untagged OK responses.</summary>
    public List<string> Codes { get; } = [];

    /// <summary>Untagged data that is not about the selected mailbox, and SEARCH and ESEARCH.</summary>
    public List<IReadOnlyList<WireNode>> Data { get; } = [];

    /// <summary>FETCH responses in order, with the slot that each was about.</summary>
    public List<(Slot Slot, Dictionary<string, WireNode> Items)> Fetched { get; } = [];

    /// <summary>UIDs of VANISHED (EARLIER).</summary>
    public List<uint> VanishedEarlier { get; } = [];

    public bool Ok => Status == "OK";

    /// <summary>The arguments of a code, or null.</summary>
    public string[]? Find(string code)
    {
        foreach (string c in Codes.Append(Code))
        {
            if (c == code || c.StartsWith(code + " ", StringComparison.Ordinal))
            {
                return c.Split(' ')[1..];
            }
        }
        return null;
    }
}
