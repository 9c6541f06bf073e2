namespace Port143.Server.Tests.Simulator;

// What may happen and how often. Names in capitals need a selected mailbox.
internal sealed partial class Simulation
{
    // Not for those whom mailboxes are shared with.
    private static readonly HashSet<string> OwnersSteps =
        ["esearch", "quota", "setmetadata", "getmetadata", "create", "delete", "rename", "subscribe", "lsub", "acl", "share"];

    private void AddSteps()
    {
        _steps.Add((14, "append", AppendAsync));
        _steps.Add((20, "STORE", StoreAsync));
        _steps.Add((12, "TRANSFER", TransferAsync));
        _steps.Add((6, "EXPUNGE", ExpungeAsync));
        _steps.Add((6, "PURGE", PurgeAsync));
        _steps.Add((18, "FETCH", FetchAsync));
        _steps.Add((6, "FLAGS", FetchFlagsAsync));
        _steps.Add((14, "SEARCH", SearchAsync));
        _steps.Add((8, "SORT", SortAsync));
        _steps.Add((4, "THREAD", ThreadAsync));
        _steps.Add((3, "PARTIAL", SearchPartAsync));
        _steps.Add((3, "PAGE", FetchPartAsync));
        _steps.Add((3, "esearch", SearchEverywhereAsync));
        _steps.Add((2, "NUMBERS", RefusedNumbersAsync));
        _steps.Add((2, "UIDBATCHES", BatchesAsync));
        _steps.Add((5, "REPLACE", ReplaceAsync));
        _steps.Add((3, "quota", QuotaAsync));
        _steps.Add((5, "CONTEXT", WatchSearchAsync));
        _steps.Add((2, "notify", NotifyAsync));
        _steps.Add((3, "setmetadata", SetMetadataAsync));
        _steps.Add((2, "getmetadata", GetMetadataAsync));
        _steps.Add((1, "unauthenticate", UnauthenticateAsync));
        _steps.Add((1, "compress", CompressAsync));
        _steps.Add((6, "NOOP", NoopAsync));
        _steps.Add((5, "IDLE", IdleAsync));
        _steps.Add((3, "CLOSE", CloseAsync));
        _steps.Add((3, "select", SelectAsync));
        _steps.Add((2, "reconnect", ReconnectStepAsync));
        _steps.Add((3, "enable", EnableAsync));
        _steps.Add((3, "acl", SetAclAsync));
        _steps.Add((1, "share", ShareSeenAsync));
        _steps.Add((1, "myrights", MyRightsAsync));
        _steps.Add((2, "create", CreateAsync));
        _steps.Add((1, "delete", DeleteAsync));
        _steps.Add((1, "rename", RenameAsync));
        _steps.Add((1, "subscribe", SubscribeAsync));
        _steps.Add((2, "list", ListAsync));
        _steps.Add((1, "lsub", ListSubscribedAsync));
        _steps.Add((4, "status", StatusAsync));
    }
}
