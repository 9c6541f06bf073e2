using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Fetch;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>Which handler runs which command.</summary>
internal static class CommandHandlers
{
    /// <summary>Runs a command that its row allows now.</summary>
    public static ValueTask<CommandResult> RunAsync(
        ImapSession session, ImapCommand command, AppendReceiver? append, CancellationToken cancel) => command switch
    {
        CapabilityCommand => new(CapabilityHandler.Run(session)),
        NoopCommand => NoopHandler.RunAsync(session, "NOOP completed", cancel),
        CheckCommand => NoopHandler.RunAsync(session, "CHECK completed", cancel),
        LogoutCommand => new(LogoutHandler.Run(session)),
        IdCommand id => new(IdHandler.Run(session, id)),
        LanguageCommand language => new(LanguageHandler.Run(session, language)),
        ComparatorCommand comparator => new(ComparatorHandler.Run(session, comparator)),
        StartTlsCommand => new(StartTlsHandler.Run(session)),
        AuthenticateCommand authenticate => AuthenticateHandler.RunAsync(session, authenticate, cancel),
        LoginCommand login => LoginHandler.RunAsync(session, login, cancel),
        CompressCommand => new(CompressHandler.Run(session)),
        UnauthenticateCommand => new(UnauthenticateHandler.Run(session)),
        EnableCommand enable => EnableHandler.RunAsync(session, enable, cancel),
        SelectCommand select => SelectHandler.RunAsync(session, select, cancel),
        CreateCommand create => CreateHandler.RunAsync(session, create, cancel),
        DeleteCommand delete => DeleteHandler.RunAsync(session, delete, cancel),
        RenameCommand rename => RenameHandler.RunAsync(session, rename, cancel),
        SubscribeCommand subscribe => SubscribeHandler.RunAsync(session, subscribe, cancel),
        UnsubscribeCommand unsubscribe => UnsubscribeHandler.RunAsync(session, unsubscribe, cancel),
        ListCommand list => ListHandler.RunAsync(session, list, cancel),
        LsubCommand lsub => LsubHandler.RunAsync(session, lsub, cancel),
        NamespaceCommand => new(NamespaceHandler.Run(session)),
        StatusCommand status => StatusHandler.RunAsync(session, status, cancel),
        GetMetadataCommand get => GetMetadataHandler.RunAsync(session, get, cancel),
        SetMetadataCommand set => SetMetadataHandler.RunAsync(session, set, cancel),
        SetAclCommand setAcl => SetAclHandler.RunAsync(session, setAcl, cancel),
        DeleteAclCommand deleteAcl => SetAclHandler.RunAsync(session, deleteAcl, cancel),
        GetAclCommand getAcl => GetAclHandler.RunAsync(session, getAcl, cancel),
        ListRightsCommand listRights => ListRightsHandler.RunAsync(session, listRights, cancel),
        MyRightsCommand myRights => MyRightsHandler.RunAsync(session, myRights, cancel),
        AppendCommand appendCommand => AppendHandler.RunAsync(session, appendCommand, append, cancel),
        GenUrlAuthCommand generate => GenUrlAuthHandler.RunAsync(session, generate, cancel),
        ResetKeyCommand reset => ResetKeyHandler.RunAsync(session, reset, cancel),
        UrlFetchCommand fetch => UrlFetchHandler.RunAsync(session, fetch, cancel),
        ReplaceCommand replace => ReplaceHandler.RunAsync(session, replace, append, cancel),
        UidBatchesCommand batches => UidBatchesHandler.RunAsync(session, batches),
        NotifyCommand notify => NotifyHandler.RunAsync(session, notify, cancel),
        GetQuotaCommand getQuota => GetQuotaHandler.RunAsync(session, getQuota, cancel),
        GetQuotaRootCommand getQuotaRoot => GetQuotaRootHandler.RunAsync(session, getQuotaRoot, cancel),
        SetQuotaCommand setQuota => SetQuotaHandler.RunAsync(session, setQuota, cancel),
        XListCommand xlist => XListHandler.RunAsync(session, xlist, cancel),
        RListCommand rlist => ListHandler.RunRemoteAsync(session, rlist, cancel),
        RLsubCommand rlsub => LsubHandler.RunRemoteAsync(session, rlsub, cancel),
        IdleCommand => IdleHandler.RunAsync(session, cancel),
        CloseCommand => CloseHandler.RunAsync(session, cancel),
        UnselectCommand => new(UnselectHandler.Run(session)),
        ExpungeCommand expunge => ExpungeHandler.RunAsync(session, expunge, cancel),
        SearchCommand search => SearchHandler.RunAsync(session, search, cancel),
        SortCommand sort => SortHandler.RunAsync(session, sort, cancel),
        EsearchCommand esearch => EsearchHandler.RunAsync(session, esearch, cancel),
        ThreadCommand thread => ThreadHandler.RunAsync(session, thread, cancel),
        CancelUpdateCommand cancelUpdate => new(CancelUpdateHandler.Run(session, cancelUpdate)),
        FetchCommand fetch => FetchHandler.RunAsync(session, fetch, cancel),
        StoreCommand store => new StoreBatch(session, [store]).EndAsync(0, cancel),
        CopyCommand copy => CopyHandler.RunAsync(session, copy, cancel),
        MoveCommand move => MoveHandler.RunAsync(session, move, cancel),
        _ => throw new NotSupportedException(command.GetType().Name),
    };
}
