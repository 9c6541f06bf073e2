using Port143.Storage.Sqlite;

namespace Port143.Storage.Inspection;

/// <summary>What is blocked because of wrong passwords, as directory.db has it.</summary>
/// <param name="Networks">Networks, the one with the longest block first: 192.0.2.7/32.</param>
/// <param name="Accounts">Addresses of accounts, likewise.</param>
public sealed record BlocksInForce(IReadOnlyList<string> Networks, IReadOnlyList<string> Accounts)
{
    /// <summary>Reads directory.db beside a running server, and changes nothing; throws <see cref="IOException"/> when it cannot be read.</summary>
    public static BlocksInForce Read(string dataFolder, DateTimeOffset now)
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path.Combine(dataFolder, SqliteDirectory.FileName), create: false);
        var networks = new List<string>();
        var accounts = new List<string>();
        if (database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name='block'") > 0)
        {
            using SqliteStatement row = database.Prepare("SELECT subject FROM block WHERE until>?1 ORDER BY until DESC, subject");
            row.Bind(1, now.ToUnixTimeSeconds());
            while (row.Step())
            {
                string subject = row.Text(0);
                (subject.Contains('@', StringComparison.Ordinal) ? accounts : networks).Add(subject);
            }
        }
        return new BlocksInForce(networks, accounts);
    }
}
