using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage.Index;

namespace Port143.Server.Commands;

/// <summary>
/// UIDBATCHES (RFC 10022): the mailbox in batches of so many messages, as ranges of UIDs from the newest on. The session's numbers
/// are ranges themselves, so each bound is one look-up and no UID is listed. A range begins below the one before it; the last
/// ends at 1, so that a client sees that it is the last (section 3.1.4).
/// </summary>
internal static class UidBatchesHandler
{
    private const uint LeastSize = 500;
    private const ulong MostMessages = 100_000;
    private const int PageSize = 1024;

    public static async ValueTask<CommandResult> RunAsync(ImapSession session, UidBatchesCommand command)
    {
        SelectedMailbox selected = session.Selected!;
        if (command.First > command.Last)
        {
            return CommandResult.Bad("Invalid batch range", ResponseCode.ClientBug);
        }
        if (command.Size < LeastSize)
        {
            return CommandResult.No($"Minimum batch size is {LeastSize}", ResponseCode.TooFew);
        }
        if (command.First != 0 && ((ulong)command.Last - command.First + 1) * command.Size > MostMessages)
        {
            return CommandResult.No($"Too many messages: at most {MostMessages} at once", ResponseCode.TooMany);
        }
        if (!selected.Batches.MayAsk(command, selected.Numbers))
        {
            return CommandResult.No("The mailbox has hardly changed since you asked for these batches", ResponseCode.Limit);
        }
        // A client can ask for batches that are far beyond the last.
        SequenceMap numbers = selected.Numbers;
        ulong batches = ((ulong)numbers.Count + command.Size - 1) / command.Size;
        ulong last = command.First == 0 ? batches : Math.Min(command.Last, batches);
        ResponseWriter writer = session.Writer;
        session.IsMidResponse = true;
        writer.Raw("* UIDBATCHES (TAG \""u8).Ascii(command.Tag).Raw("\")"u8);
        for (ulong batch = Math.Max(command.First, 1); batch <= last; batch++)
        {
            writer.Byte(batch == Math.Max(command.First, 1) ? (byte)' ' : (byte)',');
            uint highest = batch == 1 ? numbers.LastUid : Lowest(numbers, command.Size, batch - 1) - 1;
            writer.Number(highest).Byte((byte)':').Number(batch == batches ? 1 : Lowest(numbers, command.Size, batch));
            if (batch % PageSize == 0)
            {
                await session.FlushAsync().ConfigureAwait(false);
            }
        }
        writer.CrLf();
        session.IsMidResponse = false;
        return CommandResult.Ok("UIDBATCHES completed");
    }

    // The lowest UID of a batch that is not the last.
    private static uint Lowest(SequenceMap numbers, uint size, ulong batch) => numbers.UidOf((uint)(numbers.Count - batch * size + 1));
}
