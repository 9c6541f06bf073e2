using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Metadata;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>GETMETADATA (RFC 5464 section 4.2).</summary>
internal static class GetMetadataHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, GetMetadataCommand command, CancellationToken cancel)
    {
        (MetadataTarget? target, CommandResult refusal) = await MetadataTarget.FindAsync(session, command.Mailbox, cancel).ConfigureAwait(false);
        if (target is null)
        {
            return refusal;
        }
        var reader = new MetadataReader(session, command.MaxSize, command.Depth);
        await reader.WriteAsync(target, command.Entries, cancel).ConfigureAwait(false);
        return CommandResult.Ok(
            "GETMETADATA completed", reader.BiggestLeftOut > 0 ? ResponseCode.MetadataLongEntries(reader.BiggestLeftOut) : null);
    }
}
