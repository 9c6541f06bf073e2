using System.Buffers;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Grammar;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>
/// Takes in the messages of one APPEND as they arrive, before the command is complete. Refuses early what could not be
/// filed: a synchronizing literal is then never sent, another is skipped by the framer, and nothing of it is ever read as
/// a command.
/// </summary>
internal sealed class AppendReceiver(ImapSession session) : IDisposable
{
    private readonly List<StagedMessage> _messages = [];
    private MessageStaging? _staging;

    /// <summary>Where the messages go.</summary>
    public MailboxView? Target { get; private set; }

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
            framer.Message, framer.BodyOffsets, new GrammarOptions { Utf8 = session.Writer.Utf8 }, out AppendCommand? command, out string reason))
        {
            return Refuse(framer, ReadTag(framer.Message), CommandResult.Bad(reason));
        }
        if (framer.BodySize == 0)
        {
            // RFC 3502 section 6.3.11: this is how a client takes back an APPEND of several messages.
            return Refuse(framer, command!.Tag, CommandResult.No("An empty message is none; nothing was stored"));
        }
        uint limit = session.Services.Options.Limits.MaxMessageSize;
        if (framer.BodySize > limit)
        {
            return Refuse(framer, command!.Tag, CommandResult.No($"A message has at most {limit} octets here", ResponseCode.TooBig));
        }
        if (Target is null)
        {
            (MailboxView? target, CommandResult refusal) = await MailboxArgument.FindAsync(session, command!.Mailbox, true, CommandRights.Append, cancel)
                .ConfigureAwait(false);
            if (target is null)
            {
                return Refuse(framer, command.Tag, refusal);
            }
            Target = target;
        }
        bool wait = framer.BodyIsSynchronizing;
        framer.AcceptBody();
        _staging = session.Services.Storage.StageMessage(Target.Account);
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

    /// <summary>The message has arrived in full.</summary>
    public void EndBody()
    {
        if (Refusal is null)
        {
            try
            {
                _messages.Add(_staging!.Complete());
            }
            catch (IOException error)
            {
                Fail(error);
            }
        }
        _staging?.Dispose();
        _staging = null;
    }

    public void Dispose()
    {
        _staging?.Dispose();
        foreach (StagedMessage message in _messages)
        {
            message.Dispose();
        }
        _messages.Clear();
    }

    private void Fail(IOException error)
    {
        ServerLog.StorageFailed(
            session.Services.Log, session.Listener, session.Client, session.Account!.Address.Value, "APPEND", error.Message);
        Refusal = CommandResult.No("The message cannot be kept at the moment; nothing was stored", ResponseCode.Unavailable);
    }

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
