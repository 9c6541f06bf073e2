using Microsoft.AspNetCore.Connections;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Grammar;
using Port143.Server.Commands;
using Port143.Storage;

namespace Port143.Server.Sessions;

// Commands: from a complete message to its tagged response.
internal sealed partial class ImapSession
{
    private async ValueTask RunMessageAsync()
    {
        ParseOutcome outcome = ImapGrammar.Parse(_framer.Message, _framer.BodyOffsets, new GrammarOptions { Utf8 = Writer.Utf8, NoCharset = Utf8Accept });
        AppendReceiver? append = _append;
        _append = null;
        if (append is null && outcome.Command is StoreCommand store && await TryGatherAsync(store).ConfigureAwait(false))
        {
            return;
        }
        try
        {
            await RunStoresAsync().ConfigureAwait(false);
            if (_ended)
            {
                return;
            }
            if (outcome.Command is not { } command)
            {
                string tag = outcome.Tag ?? "*";
                if (outcome.IsFailedSave && Selected is { } selected)
                {
                    selected.SavedResult = UidSet.Empty; // RFC 5182 section 2.1: so it is after NO, but not after BAD
                }
                WriteTagged(tag,
                    outcome.IsBadCharsetOfFilter ? CommandResult.Bad(outcome.Reason, ResponseCode.BadCharset)
                    : outcome.IsBadCharset ? CommandResult.No(outcome.Reason, ResponseCode.BadCharset)
                    : CommandResult.Bad(outcome.Reason));
                CountBadCommand(outcome.Reason);
                return;
            }
            await RunCommandAsync(command, append, () => CommandHandlers.RunAsync(this, command, append, Cancel)).ConfigureAwait(false);
        }
        finally
        {
            append?.Dispose();
        }
    }

    private async ValueTask RunCommandAsync(
        ImapCommand command, AppendReceiver? append, Func<ValueTask<CommandResult>> run, bool tellsNews = true)
    {
        CommandRow row = CommandTable.Get(CommandNames.Of(command));
        if ((row.States & State) == 0)
        {
            string reason = Account is null ? "Sign in first" : (row.States & ConnectionStates.Selected) != 0 ? "Select a mailbox first" : "Not after signing in";
            WriteTagged(command.Tag, CommandResult.Bad(reason));
            CountBadCommand(reason, isCommand: true);
            return;
        }
        _badCommands = 0;
        _nonsense = 0;
        if (!Leaves(command) && !await SelectedAccess.CheckAsync(this, Cancel).ConfigureAwait(false))
        {
            WriteTagged(command.Tag, CommandResult.No("You have no right to read this mailbox any more", ResponseCode.NoPerm));
            ByeUnreadable();
            return;
        }
        CommandTag = command.Tag;
        HoldsExpunge = false;
        Progress.Begin(this);
        CommandResult result = append?.Refusal ?? Scope.Refuse(row.Name) ?? Extensions.UidOnly.Refuse(this, row) ?? Extensions.Utf8Only.Refuse(this, row)
            ?? await RunGuardedAsync(command, run).ConfigureAwait(false);
        if (_ended && result.Status == CommandStatus.Bad)
        {
            return;
        }
        if (result.Status == CommandStatus.Ok)
        {
            Notifications?.OnOwnCommand(command);
        }
        if (tellsNews && !await Publisher.PublishAsync(this, row.MayTellExpunge && !HoldsExpunge && !IsClosing(command), Cancel).ConfigureAwait(false))
        {
            WriteTagged(command.Tag, result);
            Bye("The mailbox was deleted by another session", "the selected mailbox was deleted");
            return;
        }
        WriteTagged(command.Tag, result);
        if (command is StartTlsCommand && result.Status == CommandStatus.Ok)
        {
            await SwitchToTlsAsync().ConfigureAwait(false);
        }
        else if (command is CompressCommand && result.Status == CommandStatus.Ok)
        {
            await StartCompressionAsync().ConfigureAwait(false);
        }
        else if (command is UnauthenticateCommand && Pipe.IsCompressed)
        {
            await StopCompressionAsync().ConfigureAwait(false);
        }
    }

    private static bool IsClosing(ImapCommand command) => command is CloseCommand or UnselectCommand or LogoutCommand or UnauthenticateCommand;

    // What goes on elsewhere does not ask whether the selected mailbox may still be read.
    private static bool Leaves(ImapCommand command) => IsClosing(command) || command is SelectCommand;

    // The one place where the unexpected becomes a reply.
    private async ValueTask<CommandResult> RunGuardedAsync(ImapCommand command, Func<ValueTask<CommandResult>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception error) when (error is ClientGoneException or OperationCanceledException or ConnectionAbortedException)
        {
            throw;
        }
        catch (IOException error)
        {
            ServerLog.StorageFailed(Services.Log, Listener, Client, Account?.Address.Value ?? "-", CommandNames.Of(command), error.Message);
            ThrowIfMidResponse();
            return CommandResult.No("The mail storage cannot do this at the moment; nothing was changed. Try again later", ResponseCode.Unavailable);
        }
        catch (Exception error)
        {
            ServerLog.CommandCrashed(Services.Log, Listener, Client, Account?.Address.Value ?? "-", CommandNames.Of(command), error);
            ThrowIfMidResponse();
            return CommandResult.No("An error of the server; the administrator finds it in the log", ResponseCode.ServerBug);
        }
    }

    private void ThrowIfMidResponse()
    {
        if (IsMidResponse)
        {
            throw new ClientGoneException("an error in the middle of a response");
        }
    }

    /// <summary>Writes the tagged response that ends a command.</summary>
    public void WriteTagged(string tag, CommandResult result)
    {
        Writer.Ascii(tag).Raw(result.Status switch
        {
            CommandStatus.Ok => " OK "u8,
            CommandStatus.No => " NO "u8,
            _ => " BAD "u8,
        });
        if (result.Code is { } code)
        {
            Writer.Byte((byte)'[').Ascii(code.Value).Raw("] "u8);
        }
        if (Language.IsTranslated)
        {
            Writer.TextUtf8(Language.Translate(result.Text)).CrLf();
            return;
        }
        Writer.Text(result.Text).CrLf();
        if (Pipe.IsCompressed)
        {
            Writer.Commit();
            Pipe.EndCompressedBlock();
        }
    }

    private void Refuse()
    {
        _append?.Dispose();
        _append = null;
        FrameRefusal refusal = _framer.Refusal;
        (string reason, bool tooBig) = refusal switch
        {
            FrameRefusal.LineTooLong => ("The command line is too long", false),
            FrameRefusal.LiteralTooBig => ("The literal is too big", true),
            FrameRefusal.LiteralsTooBig => ("The literals of the command are too big together", true),
            FrameRefusal.TooManyLiterals => ("The command has too many literals", true),
            FrameRefusal.BareLineFeed => ("A line ends with CRLF", false),
            _ => ("The command cannot be followed any more", false),
        };
        WriteTagged(_framer.RefusedTag ?? "*", tooBig ? CommandResult.No(reason, ResponseCode.TooBig) : CommandResult.Bad(reason));
        CountBadCommand(reason);
        CloseIfLost();
    }

    /// <summary>Ends the session when it is unknown where the next command begins: mail must never be read as commands.</summary>
    public void CloseIfLost()
    {
        if (_framer.MustClose && !_ended)
        {
            Bye("The command cannot be followed any more", "a literal that was not to be sent");
        }
    }

    // Who has not signed in and sends what is no command at all speaks another protocol: that ends soon. A command that comes too
    // early is but a mistake.
    private void CountBadCommand(string reason, bool isCommand = false)
    {
        ServerLog.BadCommand(Services.Log, Listener, Client, Account?.Address.Value ?? "-", reason);
        ServerLimits limits = Services.Options.Limits;
        _nonsense += isCommand ? 0 : 1;
        if (++_badCommands >= limits.BadCommands || Account is null && _nonsense >= limits.SignInBadCommands)
        {
            Bye("Too many bad commands", "too many bad commands");
        }
    }
}
