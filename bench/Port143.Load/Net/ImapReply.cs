namespace Port143.Load.Net;

/// <summary>How a command ended.</summary>
/// <param name="Line">The tagged line behind its tag, as "OK FETCH completed".</param>
/// <param name="Untagged">How many untagged responses came before it.</param>
internal readonly record struct ImapReply(string Line, int Untagged)
{
    public bool IsOk => Line.StartsWith("OK", StringComparison.Ordinal);
}
