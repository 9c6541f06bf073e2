using System.Text;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>Turns a complete message into a typed command, or says what is wrong with it. Never throws for any input.</summary>
public static class ImapGrammar
{
    /// <summary>The longest tag, which is echoed.</summary>
    public const int MaxTag = TagGrammar.MaxLength;

    /// <summary>Parses a message.</summary>
    /// <param name="message">The whole command without its last CRLF, literals inline, as the framer gives it.</param>
    /// <param name="bodyLiteralOffsets">The offsets just behind the announcements whose bytes went elsewhere (APPEND), ascending.</param>
    /// <param name="options">What the session enabled.</param>
    public static ParseOutcome Parse(ReadOnlySpan<byte> message, ReadOnlySpan<int> bodyLiteralOffsets, GrammarOptions options)
    {
        var scanner = new ImapScanner(message, bodyLiteralOffsets, options);
        if (!Tag(ref scanner, out string? tag))
        {
            return new ParseOutcome(null, null, scanner.Reason, false);
        }
        ImapCommand? command = scanner.Space() && Verb(ref scanner, out string verb) ? Command(ref scanner, tag!, verb) : null;
        if (command is not null && scanner.End())
        {
            return new ParseOutcome(command, tag, "", false);
        }
        return new ParseOutcome(
            null, tag, scanner.Reason, scanner.IsBadCharset, scanner.IsBadCharsetOfFilter,
            scanner is { IsBadCharset: true, IsBadCharsetOfFilter: false, SavesResult: true });
    }

    // search-criteria = search-key *(SP search-key); RFC 5466 section 4
    /// <summary>Parses search keys that are stored; strings are UTF-8. Null when they are not full and correct.</summary>
    public static Commands.Search.SearchKey? ParseSearchKeys(ReadOnlySpan<byte> criteria)
    {
        var scanner = new ImapScanner(criteria, [], default);
        return SearchKeyGrammar.Program(ref scanner, out Commands.Search.SearchKey? key) && scanner.End() ? key : null;
    }

    // command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF; RFC 9051 section 9
    internal static bool Tag(ref ImapScanner scanner, out string? tag)
    {
        int blank = scanner.Rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> bytes = blank < 0 ? scanner.Rest : scanner.Rest[..blank];
        if (!TagGrammar.IsValid(bytes))
        {
            tag = null;
            return scanner.Fail("A command begins with a tag of 1 to 64 characters");
        }
        tag = Encoding.ASCII.GetString(bytes);
        scanner.Position += bytes.Length;
        return true;
    }

    /// <summary>The verb in capitals; <c>UID FETCH</c> and its kin are one verb.</summary>
    internal static bool Verb(ref ImapScanner scanner, out string verb)
    {
        verb = "";
        if (!scanner.AtomText(out string? word, 20))
        {
            return scanner.Fail("A command is missing");
        }
        verb = word.ToUpperInvariant();
        if (verb == "UID")
        {
            if (!scanner.Space() || !scanner.AtomText(out word, 20))
            {
                return false;
            }
            verb = "UID " + word.ToUpperInvariant();
        }
        return true;
    }

    private static ImapCommand? Command(ref ImapScanner scanner, string tag, string verb) => verb switch
    {
        "CAPABILITY" => new CapabilityCommand(tag),
        "NOOP" => new NoopCommand(tag),
        "LOGOUT" => new LogoutCommand(tag),
        "STARTTLS" => new StartTlsCommand(tag),
        "NAMESPACE" => new NamespaceCommand(tag),
        "IDLE" => new IdleCommand(tag),
        "CHECK" => new CheckCommand(tag),
        "CLOSE" => new CloseCommand(tag),
        "UNAUTHENTICATE" => new UnauthenticateCommand(tag),
        "COMPRESS" => CompressGrammar.Parse(ref scanner, tag),
        "UNSELECT" => new UnselectCommand(tag),
        "ID" => IdGrammar.Parse(ref scanner, tag),
        "LANGUAGE" => LanguageGrammar.Parse(ref scanner, tag),
        "COMPARATOR" => ComparatorGrammar.Parse(ref scanner, tag),
        "AUTHENTICATE" => AuthenticateGrammar.Parse(ref scanner, tag),
        "LOGIN" => LoginGrammar.Parse(ref scanner, tag),
        "ENABLE" => EnableGrammar.Parse(ref scanner, tag),
        "SELECT" => SelectGrammar.Parse(ref scanner, tag, readOnly: false),
        "EXAMINE" => SelectGrammar.Parse(ref scanner, tag, readOnly: true),
        "CREATE" => CreateGrammar.Parse(ref scanner, tag),
        "DELETE" => scanner.Space() && scanner.Mailbox(out string? name) ? new DeleteCommand(tag, name) : null,
        "SUBSCRIBE" => scanner.Space() && scanner.Mailbox(out string? name) ? new SubscribeCommand(tag, name) : null,
        "UNSUBSCRIBE" => scanner.Space() && scanner.Mailbox(out string? name) ? new UnsubscribeCommand(tag, name) : null,
        "RENAME" => RenameGrammar.Parse(ref scanner, tag),
        "LIST" => ListGrammar.Parse(ref scanner, tag),
        "LSUB" => LsubGrammar.Parse(ref scanner, tag),
        "UIDBATCHES" => UidBatchesGrammar.Parse(ref scanner, tag),
        "NOTIFY" => NotifyGrammar.Parse(ref scanner, tag),
        "STATUS" => StatusGrammar.Parse(ref scanner, tag),
        "GETMETADATA" => GetMetadataGrammar.Parse(ref scanner, tag),
        "SETMETADATA" => SetMetadataGrammar.Parse(ref scanner, tag),
        "SETACL" => AclGrammar.ParseSetAcl(ref scanner, tag),
        "DELETEACL" => AclGrammar.ParseDeleteAcl(ref scanner, tag),
        "GETACL" => AclGrammar.ParseGetAcl(ref scanner, tag),
        "LISTRIGHTS" => AclGrammar.ParseListRights(ref scanner, tag),
        "MYRIGHTS" => AclGrammar.ParseMyRights(ref scanner, tag),
        "GETQUOTA" => scanner.Space() && scanner.AStringText(out string? root) ? new GetQuotaCommand(tag, root) : null,
        "GETQUOTAROOT" => scanner.Space() && scanner.Mailbox(out string? name) ? new GetQuotaRootCommand(tag, name) : null,
        "SETQUOTA" => SetQuotaGrammar.Parse(ref scanner, tag),
        "XLIST" => XListGrammar.Parse(ref scanner, tag),
        "RLIST" => RemoteListGrammar.ParseList(ref scanner, tag),
        "RLSUB" => RemoteListGrammar.ParseLsub(ref scanner, tag),
        "APPEND" => AppendGrammar.Parse(ref scanner, tag),
        "GENURLAUTH" => UrlAuthGrammar.ParseGenerate(ref scanner, tag),
        "RESETKEY" => UrlAuthGrammar.ParseReset(ref scanner, tag),
        "URLFETCH" => UrlAuthGrammar.ParseFetch(ref scanner, tag),
        "REPLACE" => AppendGrammar.ParseReplace(ref scanner, tag, uid: false),
        "UID REPLACE" => AppendGrammar.ParseReplace(ref scanner, tag, uid: true),
        "EXPUNGE" => new ExpungeCommand(tag, null),
        "UID EXPUNGE" => ExpungeGrammar.ParseUid(ref scanner, tag),
        "SEARCH" => SearchGrammar.Parse(ref scanner, tag, uid: false),
        "UID SEARCH" => SearchGrammar.Parse(ref scanner, tag, uid: true),
        "SORT" => SortGrammar.Parse(ref scanner, tag, uid: false),
        "UID SORT" => SortGrammar.Parse(ref scanner, tag, uid: true),
        "ESEARCH" => EsearchGrammar.Parse(ref scanner, tag),
        "THREAD" => ThreadGrammar.Parse(ref scanner, tag, uid: false),
        "UID THREAD" => ThreadGrammar.Parse(ref scanner, tag, uid: true),
        "CANCELUPDATE" => CancelUpdateGrammar.Parse(ref scanner, tag),
        "FETCH" => FetchGrammar.Parse(ref scanner, tag, uid: false),
        "UID FETCH" => FetchGrammar.Parse(ref scanner, tag, uid: true),
        "STORE" => StoreGrammar.Parse(ref scanner, tag, uid: false),
        "UID STORE" => StoreGrammar.Parse(ref scanner, tag, uid: true),
        "COPY" => CopyGrammar.Parse(ref scanner, tag, uid: false),
        "UID COPY" => CopyGrammar.Parse(ref scanner, tag, uid: true),
        "MOVE" => MoveGrammar.Parse(ref scanner, tag, uid: false),
        "UID MOVE" => MoveGrammar.Parse(ref scanner, tag, uid: true),
        _ => Unknown(ref scanner),
    };

    private static ImapCommand? Unknown(ref ImapScanner scanner)
    {
        scanner.Fail("There is no such command");
        return null;
    }
}
