namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="DropContentsChange"/>.</summary>
internal static class SqliteDropContents
{
    public static DropContentsResult Apply(SqliteTransaction transaction, DropContentsChange change)
    {
        SqliteDatabase database = transaction.Database;
        var files = new List<string>();
        foreach (long content in change.Contents)
        {
            using (SqliteStatement row = database.Prepare("DELETE FROM text WHERE id=? RETURNING file"))
            {
                if (row.Bind(1, content).Step() && !row.IsNull(0))
                {
                    files.Add(row.Text(0));
                }
            }
            database.Prepare("DELETE FROM header WHERE id=?").Bind(1, content).Run();
            database.Prepare("DELETE FROM thread WHERE id=?").Bind(1, content).Run();
            database.Prepare("DELETE FROM content WHERE id=?").Bind(1, content).Run();
            database.Prepare("DELETE FROM released WHERE content=?").Bind(1, content).Run();
            SqliteSearchIndex.CountGone(database, content);
        }
        foreach (ReleasedContent released in change.StillInUse)
        {
            database.Prepare("DELETE FROM released WHERE content=? AND times=?")
                .Bind(1, released.Content).Bind(2, released.Times).Run();
        }
        return new DropContentsResult(ChangeFailure.None, files);
    }
}
