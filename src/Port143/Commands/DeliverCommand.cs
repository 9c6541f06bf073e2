using System.CommandLine;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Delivery;
using Port143.Storage;
using Port143.Storage.Formats;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary>
/// <c>port143 deliver</c>: a mail delivery agent. A mail transfer agent that calls it returns the message to its sender for
/// every exit code but 0 and 75, so whatever may pass by itself or be mended is 75.
/// </summary>
internal static class DeliverCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var address = new Argument<string>("ADDRESS") { Description = "The recipient; user+detail@domain goes to the mailbox named detail where there is one." };
        var mailbox = new Option<string>("--mailbox") { Description = "The mailbox, which must exist. Default: INBOX.", HelpName = "NAME" };
        var sender = new Option<string>("--sender") { Description = "The envelope's sender, for the Return-Path field.", HelpName = "ADDRESS" };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(
            "deliver",
            "Deliver a message from standard input. Line ends become CRLF. Exit codes: 0 delivered, 65 not a message or too large or a loop, "
            + "67 no such recipient, 73 no such mailbox, 75 try again later.")
        {
            address, mailbox, sender, data,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetRequiredValue(address), MailboxOption.Parse(parsed.GetValue(mailbox)), parsed.GetValue(sender),
            () => DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        string recipient, MailboxName? mailbox, string? sender, Func<string> data, CancellationToken cancel)
    {
        try
        {
            return await DeliverAsync(recipient, mailbox, sender, data(), cancel);
        }
        catch (CliException error) when (error.ExitCode is ExitCode.Usage or ExitCode.Data or ExitCode.NoUser or ExitCode.CannotCreate)
        {
            throw;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new CliException(ExitCode.TemporaryFailure, error.Message, error);
        }
    }

    private static async Task<int> DeliverAsync(
        string recipient, MailboxName? mailbox, string? sender, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        await using SqliteMailStorage storage = SqliteMailStorage.Open(data, QuotaShowCommand.Options(data));
        var service = new DeliveryService(storage, directory, TimeProvider.System, NullLogger<DeliveryService>.Instance);
        DeliveryTarget target = await service.ResolveAsync(recipient, cancel)
            ?? throw new CliException(ExitCode.NoUser, $"there is no account for {recipient}");
        using Stream input = Console.OpenStandardInput();
        var start = new byte[64 * 1024];
        int length = await input.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancel);
        int skip = FromLineLength(start.AsSpan(0, length), ref sender);
        if (length == skip)
        {
            throw new CliException(ExitCode.Data, "standard input holds no message");
        }
        long limit = CommandSettings.Read(data, []).Settings.Server.Limits.MaxMessageSize;
        using IncomingMessage message = service.Begin(
            new DeliveryEnvelope(Clean(sender), null, null, "local"), [target with { Mailbox = mailbox }]);
        var ends = default(LineEnds);
        var output = new byte[64 * 1024];
        for (ReadOnlyMemory<byte> piece = start.AsMemory(skip..length); !piece.IsEmpty; piece = start.AsMemory(0, await input.ReadAsync(start, cancel)))
        {
            for (ReadOnlySpan<byte> rest = piece.Span; !rest.IsEmpty;)
            {
                int written = ends.Convert(ref rest, output);
                message.Write(output.AsSpan(0, written));
            }
            if (message.Size > limit)
            {
                throw new CliException(ExitCode.Data, $"the message is larger than the limit of {limit} bytes");
            }
        }
        return Result((await message.CompleteAsync(cancel))[0], recipient, mailbox);
    }

    private static int Result(DeliveryOutcome outcome, string recipient, MailboxName? mailbox) => outcome.Status switch
    {
        DeliveryStatus.Delivered => ExitCode.Ok,
        DeliveryStatus.Loop => throw new CliException(ExitCode.Data, $"mail loop: the message was delivered to {recipient} before"),
        DeliveryStatus.NoMailbox => throw new CliException(ExitCode.CannotCreate, $"{recipient} has no mailbox {mailbox}"),
        DeliveryStatus.OverQuota => throw new CliException(ExitCode.TemporaryFailure, $"the mailbox of {recipient} is full"),
        DeliveryStatus.LargerThanQuota => throw new CliException(ExitCode.CannotCreate, $"{recipient} may never keep a message of that size"),
        DeliveryStatus.DiskFull => throw new CliException(ExitCode.TemporaryFailure, "the disk is full"),
        _ => throw new CliException(ExitCode.TemporaryFailure, "the storage failed; try again"),
    };

    // Some agents begin with the separator of an mbox; it names the sender and is no part of the message.
    private static int FromLineLength(ReadOnlySpan<byte> start, ref string? sender)
    {
        int lf = start.IndexOf((byte)'\n');
        if (!start.StartsWith("From "u8) || lf < 0)
        {
            return 0;
        }
        ReadOnlySpan<byte> word = start[5..lf];
        int end = word.IndexOf((byte)' ');
        sender ??= end > 0 ? Encoding.UTF8.GetString(word[..end]) : null;
        return lf + 1;
    }

    private static string? Clean(string? sender)
    {
        sender = sender?.Trim('<', '>', ' ');
        return sender is { Length: < 800 } && !sender.Any(c => char.IsControl(c) || c is '<' or '>') ? sender : null;
    }
}
