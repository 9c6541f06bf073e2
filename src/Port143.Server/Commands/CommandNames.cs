using Port143.Protocol.Imap.Commands;

namespace Port143.Server.Commands;

/// <summary>The name of a command's row in the command table.</summary>
internal static class CommandNames
{
    public static string Of(ImapCommand command) => command switch
    {
        CapabilityCommand => "CAPABILITY",
        NoopCommand => "NOOP",
        LogoutCommand => "LOGOUT",
        IdCommand => "ID",
        StartTlsCommand => "STARTTLS",
        LanguageCommand => "LANGUAGE",
        ComparatorCommand => "COMPARATOR",
        AuthenticateCommand => "AUTHENTICATE",
        LoginCommand => "LOGIN",
        EnableCommand => "ENABLE",
        CompressCommand => "COMPRESS",
        UnauthenticateCommand => "UNAUTHENTICATE",
        SelectCommand select => select.ReadOnly ? "EXAMINE" : "SELECT",
        CreateCommand => "CREATE",
        DeleteCommand => "DELETE",
        RenameCommand => "RENAME",
        SubscribeCommand => "SUBSCRIBE",
        UnsubscribeCommand => "UNSUBSCRIBE",
        ListCommand => "LIST",
        LsubCommand => "LSUB",
        NamespaceCommand => "NAMESPACE",
        StatusCommand => "STATUS",
        GetMetadataCommand => "GETMETADATA",
        SetMetadataCommand => "SETMETADATA",
        SetAclCommand => "SETACL",
        DeleteAclCommand => "DELETEACL",
        GetAclCommand => "GETACL",
        ListRightsCommand => "LISTRIGHTS",
        MyRightsCommand => "MYRIGHTS",
        AppendCommand => "APPEND",
        IdleCommand => "IDLE",
        CheckCommand => "CHECK",
        CloseCommand => "CLOSE",
        UnselectCommand => "UNSELECT",
        ExpungeCommand expunge => expunge.Uids is null ? "EXPUNGE" : "UID EXPUNGE",
        SearchCommand search => search.Uid ? "UID SEARCH" : "SEARCH",
        SortCommand sort => sort.Uid ? "UID SORT" : "SORT",
        ThreadCommand thread => thread.Uid ? "UID THREAD" : "THREAD",
        CancelUpdateCommand => "CANCELUPDATE",
        FetchCommand fetch => fetch.Uid ? "UID FETCH" : "FETCH",
        StoreCommand store => store.Uid ? "UID STORE" : "STORE",
        CopyCommand copy => copy.Uid ? "UID COPY" : "COPY",
        GenUrlAuthCommand => "GENURLAUTH",
        ResetKeyCommand => "RESETKEY",
        UrlFetchCommand => "URLFETCH",
        ReplaceCommand replace => replace.Uid ? "UID REPLACE" : "REPLACE",
        MoveCommand move => move.Uid ? "UID MOVE" : "MOVE",
        _ => throw new NotSupportedException(command.GetType().Name),
    };
}
