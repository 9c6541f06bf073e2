using Port143.Storage.Sqlite;

namespace Port143.Storage.Inspection;

/// <summary>What is left lying about in the directory of accounts.</summary>
/// <param name="Accounts">How many accounts there are.</param>
/// <param name="Unused">Device passwords that were not used for a year: address and device.</param>
/// <param name="Expired">Device passwords that have ended and are still kept.</param>
/// <param name="WeakHashes">Addresses of accounts whose password is kept in another form than Argon2id.</param>
/// <param name="WithoutDevice">Addresses of accounts with a second factor and no device password.</param>
public sealed record AccountHygiene(
    int Accounts, IReadOnlyList<(string Address, string Device)> Unused, IReadOnlyList<(string Address, string Device)> Expired, IReadOnlyList<string> WeakHashes,
    IReadOnlyList<string> WithoutDevice)
{
    private const long Year = 365L * 24 * 3600;

    /// <summary>Reads directory.db beside a running server, and changes nothing; throws <see cref="IOException"/> when it cannot be read.</summary>
    public static AccountHygiene Read(string dataFolder, DateTimeOffset now)
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path.Combine(dataFolder, SqliteDirectory.FileName), create: false);
        long time = now.ToUnixTimeSeconds();
        bool hasDevices = database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name='device'") > 0;
        bool hasFactors = database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name='second_factor'") > 0;
        const string devices = "SELECT a.address, d.name FROM device d JOIN account a ON a.id=d.account WHERE ";
        return new AccountHygiene(
            (int)database.Scalar("SELECT count(*) FROM account"),
            hasDevices ? Pairs(database, devices + "coalesce(d.last_used, d.created)<?1 ORDER BY 1, 2", time - Year) : [],
            hasDevices ? Pairs(database, devices + "d.expires<?1 ORDER BY 1, 2", time) : [],
            [.. Pairs(database, "SELECT address, '' FROM account WHERE password<>'' AND password NOT LIKE '$argon2id$%' AND ?1>0 ORDER BY 1", time).Select(p => p.Item1)],
            hasDevices && hasFactors ? [.. Pairs(
                database,
                "SELECT a.address, '' FROM account a JOIN second_factor f ON f.account=a.id WHERE f.confirmed<=?1 "
                + "AND NOT EXISTS (SELECT 1 FROM device d WHERE d.account=a.id) ORDER BY 1", time).Select(p => p.Item1)] : []);
    }

    private static List<(string, string)> Pairs(SqliteDatabase database, string sql, long time)
    {
        var pairs = new List<(string, string)>();
        using SqliteStatement row = database.Prepare(sql);
        row.Bind(1, time);
        while (row.Step())
        {
            pairs.Add((row.Text(0), row.Text(1)));
        }
        return pairs;
    }
}
