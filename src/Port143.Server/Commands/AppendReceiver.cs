using System.Buffers;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Grammar;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>
/// Takes in the messages of one APPEND or REPLACE as they arrive, before the command is complete, and puts them together where
/// they come in parts (CATENATE). Refuses early what could not be filed: a synchronizing literal is then never sent, another
/// is skipped by the framer, and nothing of it is ever read as a command.
/// </summary>
internal sealed class AppendReceiver(ImapSession session) : IDisposable
{
    private const int CopyChunk = 64 * 1024;

    private readonly List<StagedMessage> _messages = [];
    private MessageStaging? _staging;
    private bool _isPart;
    private int _parts;

    /// <summary>Where the messages go.</summary>
    public MailboxView? Target { get; private set; }

    /// <summary>Which message REPLACE replaces; 0 for APPEND.</summary>
    public uint Replaced { get; private set; }

    /// <summary>Why the command will fail although its messages were taken in; null while all is well.</summary>
    public CommandResult? Refusal { get; private set; }

    /// <summary>The messages; whoever files them takes them out.</summary>
    public List<StagedMessage> TakeMessages()
    {
        var taken = new List<StagedMessage>(_messages);
        _messages.Clear();
        return taken;
    }

    /// <summary>A message was announced: takes it, or answers the command and says false.</summary>
    public async ValueTask<bool> BeginAsync(ImapFramer framer, CancellationToken cancel)
    {
        if (!AppendGrammar.TryParseHead(
            framer.Message, framer.BodyOffsets, new GrammarOptions { Utf8 = session.Writer.Utf8 }, out AppendHead? head, out string reason))
        {
            return Refuse(framer, ReadTag(framer.Message), CommandResult.Bad(reason));
        }
        if (Extensions.Utf8Only.Refuse(session, CommandTable.Get("APPEND")) is { } utf8)
        {
            return Refuse(framer, head!.Tag, utf8);
        }
        bool wait = framer.BodyIsSynchronizing;
        long size = framer.BodySize;
        _isPart = head!.Items[^1].Parts is not null;
        if (size == 0 && !_isPart)
        {
            // RFC 3502 section 6.3.11: this is how a client takes back an APPEND of several messages.
            return Refuse(framer, head.Tag, CommandResult.No("An empty message is none; nothing was stored"));
        }
        CommandResult? refusal = size > session.Services.Options.Limits.MaxMessageSize ? TooBig() : null;
        refusal ??= Refusal ?? Extensions.MessageLimit.RefuseAppend(session, head.Items.Count) ?? await ResolveAsync(head.Mailbox, head.Replaced, head.Uid, cancel).ConfigureAwait(false)
            ?? await AdvanceAsync(head.Items, framer.BodyIndex, cancel).ConfigureAwait(false);
        if (refusal is null && size > session.Services.Options.Limits.MaxMessageSize - (_staging?.Size ?? 0))
        {
            refusal = TooBig();
        }
        if (refusal is { } reply)
        {
            return Refuse(framer, head.Tag, reply);
        }
        framer.AcceptBody();
        _staging ??= session.Services.Storage.StageMessage(Target!.Account);
        if (wait)
        {
            session.Writer.Raw("+ Ready for the message\r\n"u8);
        }
        return true;
    }

    /// <summary>Takes some octets of the message.</summary>
    public void Write(in ReadOnlySequence<byte> data)
    {
        if (Refusal is not null)
        {
            return; // the rest only has to pass by
        }
        try
        {
            foreach (ReadOnlyMemory<byte> piece in data)
            {
                _staging!.Write(piece.Span);
            }
        }
        catch (IOException error)
        {
            Fail(error);
        }
    }

    /// <summary>The literal has arrived in full.</summary>
    public void EndBody()
    {
        if (_isPart)
        {
            _parts++;
        }
        else
        {
            Complete();
        }
    }

    /// <summary>The command is complete: takes what stood behind the last literal. Null, or why the command fails.</summary>
    public async ValueTask<CommandResult?> FinishAsync(
        string mailbox, IReadOnlyList<AppendItem> items, SequenceSet? replaced, bool uid, CancellationToken cancel) =>
        Refusal ?? Extensions.MessageLimit.RefuseAppend(session, items.Count) ?? await ResolveAsync(mailbox, replaced, uid, cancel).ConfigureAwait(false)
        ?? await AdvanceAsync(items, int.MaxValue, cancel).ConfigureAwait(false);

    public void Dispose()
    {
        _staging?.Dispose();
        foreach (StagedMessage message in _messages)
        {
            message.Dispose();
        }
        _messages.Clear();
    }

    // Where to, and what it replaces: looked up once.
    private async ValueTask<CommandResult?> ResolveAsync(string mailbox, SequenceSet? replaced, bool uid, CancellationToken cancel)
    {
        if (Target is not null)
        {
            return null;
        }
        if (replaced is not null)
        {
            if (session.Selected is not { } selected)
            {
                return CommandResult.Bad("Select a mailbox first");
            }
            if (selected.ReadOnly)
            {
                return CommandResult.No("The mailbox is selected read-only");
            }
            // The message's literal comes before there is a command to check: rights count as they are now. Without the
            // right to read, the session ends at its next command.
            if (!await SelectedAccess.CheckAsync(session, cancel).ConfigureAwait(false) || (selected.Rights & CommandRights.MoveFrom) != CommandRights.MoveFrom)
            {
                return CommandResult.No("You have no right to take messages away here", ResponseCode.NoPerm);
            }
            if (!MessageSet.TryResolve(selected, replaced, uid, out UidSet uids))
            {
                return MessageSet.NoSuchNumber;
            }
            if (uids.IsEmpty)
            {
                return CommandResult.No("There is no message with that UID", ResponseCode.NonExistent);
            }
            Replaced = uids.Min;
        }
        (MailboxView? target, CommandResult refusal) = await MailboxArgument.FindAsync(session, mailbox, true, CommandRights.Append, cancel)
            .ConfigureAwait(false);
        Target = target;
        return target is null ? refusal : null;
    }

    // Takes everything up to a literal of the command: URLs of parts, and the ends of messages put together.
    private async ValueTask<CommandResult?> AdvanceAsync(IReadOnlyList<AppendItem> items, int literal, CancellationToken cancel)
    {
        while (_messages.Count < items.Count && items[_messages.Count].Parts is { } parts)
        {
            _staging ??= session.Services.Storage.StageMessage(Target!.Account);
            for (; _parts < parts.Count && parts[_parts].Literal != literal; _parts++)
            {
                if (parts[_parts].Url is { } url && await CopyAsync(url, cancel).ConfigureAwait(false) is { } refusal)
                {
                    return refusal;
                }
            }
            if (_parts < parts.Count)
            {
                return null;
            }
            _parts = 0;
            if (_staging.Size == 0)
            {
                return CommandResult.No("An empty message is none; nothing was stored");
            }
            Complete();
            if (Refusal is not null)
            {
                return Refusal;
            }
        }
        return null;
    }

    // RFC 4469 section 3: the octets as they are; \Seen is not set.
    private async ValueTask<CommandResult?> CopyAsync(string text, CancellationToken cancel)
    {
        if (!ImapUrl.TryParse(text, out ImapUrl? url) || url.Host is not null || url.Access is not null
            || await FindMailboxAsync(url, cancel).ConfigureAwait(false) is not { } mailbox
            || await UrlContent.OpenAsync(session.Services, mailbox.Account, mailbox.Id, url, cancel).ConfigureAwait(false) is not { } content)
        {
            return CommandResult.No("That URL means no message or part here", ResponseCode.BadUrl(text));
        }
        await using (content.ConfigureAwait(false))
        {
            if (content.Length > session.Services.Options.Limits.MaxMessageSize - _staging!.Size)
            {
                return TooBig();
            }
            byte[] chunk = ArrayPool<byte>.Shared.Rent(CopyChunk);
            try
            {
                for (long left = content.Length; left > 0;)
                {
                    Memory<byte> part = chunk.AsMemory(0, (int)Math.Min(left, chunk.Length));
                    await content.Stream.ReadExactlyAsync(part, cancel).ConfigureAwait(false);
                    _staging.Write(part.Span);
                    left -= part.Length;
                }
            }
            catch (IOException error)
            {
                Fail(error);
                return Refusal;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
            }
        }
        return null;
    }

    // RFC 4469 section 3: the base is the selected mailbox, or the server.
    private async ValueTask<MailboxView?> FindMailboxAsync(ImapUrl url, CancellationToken cancel)
    {
        if (url.Mailbox is not { } name)
        {
            return session.Selected?.View;
        }
        if (!url.IsFullPath && session.Selected?.View.Name.Value is { } selected && selected.LastIndexOf('/') is var slash and >= 0)
        {
            name = selected[..(slash + 1)] + name;
        }
        return (await MailboxArgument.FindAsync(session, name, false, cancel).ConfigureAwait(false)).Mailbox;
    }

    private void Complete()
    {
        if (Refusal is null)
        {
            try
            {
                StagedMessage message = _staging!.Complete();
                _messages.Add(message);
                if (session.Services.Options.Utf8 != Utf8Support.Accept && !session.Writer.Utf8 && message.HasEightBitHeader)
                {
                    // RFC 9755 section 4
                    Refusal = CommandResult.No("The header of the message has 8-bit characters: ENABLE UTF8=ACCEPT first", ResponseCode.Cannot);
                }
            }
            catch (IOException error)
            {
                Fail(error);
            }
        }
        _staging?.Dispose();
        _staging = null;
    }

    private void Fail(IOException error)
    {
        ServerLog.StorageFailed(
            session.Services.Log, session.Listener, session.Client, session.Account!.Address.Value, "APPEND", error.Message);
        Refusal = CommandResult.No("The message cannot be kept at the moment; nothing was stored", ResponseCode.Unavailable);
    }

    private CommandResult TooBig() =>
        CommandResult.No($"A message has at most {session.Services.Options.Limits.MaxMessageSize} octets here", ResponseCode.TooBig);

    private bool Refuse(ImapFramer framer, string tag, CommandResult result)
    {
        framer.RefuseBody();
        session.WriteTagged(tag, result);
        return false;
    }

    private static string ReadTag(ReadOnlySpan<byte> head)
    {
        int blank = head.IndexOf((byte)' ');
        return blank > 0 && blank <= ImapGrammar.MaxTag ? System.Text.Encoding.ASCII.GetString(head[..blank]) : "*";
    }
}
