namespace Port143.Storage.Tests.Contract;

public sealed class MemoryMailStorageTests : MailStorageContract
{
    private readonly MemoryDisk _disk = new();

    private protected override IMailStorage Open(bool listens) => new MemoryMailStorage(_disk, Folder, Time);
}
