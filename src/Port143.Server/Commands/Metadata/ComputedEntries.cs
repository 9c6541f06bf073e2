using Port143.Server.Sessions;

namespace Port143.Server.Commands.Metadata;

/// <summary>Entries whose values the server makes; clients cannot set them (RFC 5464 section 4.1).</summary>
internal static class ComputedEntries
{
    /// <summary>Those of a target that have a value now.</summary>
    public static IEnumerable<(string Entry, string Value)> Of(ImapSession session, MetadataTarget target)
    {
        if (target.View is not null)
        {
            yield break;
        }
        // RFC 5464 section 3.2.1.1
        if (session.Services.Options.ServerComment is { } comment)
        {
            yield return ("/shared/comment", comment);
        }
        if (session.Services.Options.ServerAdmin is { } admin)
        {
            yield return ("/shared/admin", admin);
        }
    }
}
