using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Metadata;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>SETMETADATA (RFC 5464 section 4.3): all entries or none.</summary>
internal static class SetMetadataHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, SetMetadataCommand command, CancellationToken cancel)
    {
        (MetadataTarget? target, CommandResult refusal) = await MetadataTarget.FindAsync(session, command.Mailbox, cancel).ConfigureAwait(false);
        if (target is null)
        {
            return refusal;
        }
        ServerLimits limits = session.Services.Options.Limits;
        var entries = new List<NewAnnotation>(command.Entries.Count);
        foreach (MetadataEntry entry in command.Entries)
        {
            if (target.View is null && !MetadataTarget.IsPrivate(entry.Entry))
            {
                // RFC 5464 section 3.3: servers may restrict server annotations. What all accounts share is the administrator's.
                return CommandResult.No("The shared annotations of the server are set in its configuration", ResponseCode.NoPerm);
            }
            if (target.View is { } view && !MetadataTarget.IsPrivate(entry.Entry) && !view.Has(CommandRights.SetSharedMetadata))
            {
                return CommandResult.No("You have no right to change what others read of this mailbox", ResponseCode.NoPerm);
            }
            if (target.View is { } shared && SeenSetting.IsEntry(entry.Entry))
            {
                // It decides about everybody's flags, as the access control list decides about everybody's rights.
                if (!shared.Has(CommandRights.Acl))
                {
                    return CommandResult.No("You have no right to change how this mailbox is shared", ResponseCode.NoPerm);
                }
                if (entry.Value is { } value && !SeenSetting.IsValid(value))
                {
                    return CommandResult.No("That annotation is \"private\" or \"shared\"", ResponseCode.Cannot);
                }
            }
            if (target.View is null && SearchFilters.IsEntry(entry.Entry) && !SearchFilters.IsValid(entry.Entry, entry.Value))
            {
                return CommandResult.No("That is no filter: a name and the keys of a whole search, in UTF-8", ResponseCode.Cannot); // RFC 5466 section 3.2
            }
            if (entry.Value?.Length > limits.AnnotationSize)
            {
                return CommandResult.No($"A value has at most {limits.AnnotationSize} octets here", ResponseCode.MetadataMaxSize(limits.AnnotationSize));
            }
            entries.Add(new NewAnnotation(MetadataTarget.OwnerOf(session, entry.Entry), entry.Entry, entry.Value));
        }
        AnnotateResult result = await session.Services.Storage.CommitAsync(
            target.Account, new AnnotateChange(target.View?.Id, entries, limits.Annotations), cancel).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return MailboxArgument.Refuse(result.Failure);
        }
        session.Metadata.FirstOrDefault(c => c.Account == target.Account)?.Skip(result.Number);
        return CommandResult.Ok("SETMETADATA completed");
    }
}
