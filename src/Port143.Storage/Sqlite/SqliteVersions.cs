namespace Port143.Storage.Sqlite;

/// <summary>
/// Brings a database file to the version that this program knows. Version n is what the first n steps make; a step that
/// once reached a disk is never changed, a later one is added.
/// </summary>
/// <param name="Steps">The SQL of each step; the first makes the tables of a new file.</param>
internal sealed record SqliteVersions(IReadOnlyList<string> Steps)
{
    /// <summary>The version in PRAGMA user_version after all steps.</summary>
    public int Latest => Steps.Count;

    /// <summary>
    /// Takes the steps that are missing, all or none. Another process may be doing the same. Throws when the file is from a
    /// later program.
    /// </summary>
    public void Bring(SqliteDatabase database)
    {
        long version = database.Scalar("PRAGMA user_version");
        if (version < Latest)
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                TakeSteps(database);
                database.Execute("COMMIT");
            }
            catch
            {
                database.RollbackQuietly();
                throw;
            }
        }
        else if (version > Latest)
        {
            throw new InvalidDataException(
                $"{database.Path} has format {version}, and this program knows {Latest}. Use the port143 that wrote it, or a newer one.");
        }
    }

    /// <summary>Takes the steps that are missing, within a transaction of the caller.</summary>
    public void TakeSteps(SqliteDatabase database)
    {
        for (int version = (int)database.Scalar("PRAGMA user_version"); version < Latest; version++)
        {
            database.Execute($"{Steps[version]} PRAGMA user_version={version + 1};");
        }
    }
}
