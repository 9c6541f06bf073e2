namespace Port143.Storage.Sqlite.Changes;

/// <summary>
/// Changes the search index. Costs no MODSEQ, for no message changed, and does not wait for the disk: what a power loss takes is made
/// again.
/// </summary>
/// <param name="Apply">Makes the change within the writer's transaction and returns what the indexer wants to know.</param>
/// <param name="Growth">About how many bytes it adds.</param>
internal sealed record IndexChange(Func<SqliteDatabase, long> Apply, long Growth = 0) : Change<IndexResult>;
