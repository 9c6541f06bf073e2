namespace Port143.Storage.Index;

/// <summary>A question about one message row. Runs under the index's lock: it computes and does nothing else.</summary>
public interface IRowTest
{
    /// <summary>Whether the row matches.</summary>
    bool Matches(in MessageRow row);
}
