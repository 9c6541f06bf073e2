namespace Port143.Storage.Tests.Contract;

/// <summary>What several <see cref="MemoryMailStorage"/>s share, as processes share a data folder.</summary>
internal sealed class MemoryDisk
{
    public Lock Lock { get; } = new();

    public Dictionary<AccountId, MemoryAccount> Accounts { get; } = [];

    public List<MemoryMailStorage> Users { get; } = [];
}
