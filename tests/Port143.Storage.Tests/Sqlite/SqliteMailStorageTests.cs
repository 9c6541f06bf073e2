using Port143.Storage.Sqlite;
using Port143.Storage.Tests.Contract;

namespace Port143.Storage.Tests.Sqlite;

public sealed class SqliteMailStorageTests : MailStorageContract
{
    private protected override IMailStorage Open(bool listens) =>
        SqliteMailStorage.Open(Folder, new SqliteOptions { ListenForChanges = listens }, Time);
}
