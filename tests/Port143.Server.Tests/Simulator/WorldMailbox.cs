using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Tests.Simulator;

/// <summary>A mailbox as it must be.</summary>
internal sealed class WorldMailbox
{
    public required string Name { get; set; }

    public required MailboxId Id { get; init; }

    /// <summary>Where the server counts; asked for its head after each step.</summary>
    public required MailboxIndex Index { get; init; }

    public required uint UidValidity { get; init; }

    public uint UidNext { get; set; } = 1;

    public long Head { get; set; }

    public bool IsGone { get; set; }

    public List<WorldMessage> Messages { get; } = [];

    public Dictionary<string, string> Annotations { get; } = [];

    /// <summary>The rights of each viewer but the owner, who has all.</summary>
    public string[] Rights { get; init; } = [.. Enumerable.Repeat("", World.Viewers)];

    /// <summary>Whether all have the same <c>\Seen</c>; else each has his own.</summary>
    public bool SharesSeen { get; set; }

    /// <summary>How many messages and which UIDNEXT it had after the last step.</summary>
    public (int Messages, uint UidNext) Settled { get; set; } = (0, 1);

    /// <summary>What this step added or changed; one MODSEQ for all of it is due.</summary>
    public List<WorldMessage> Touched { get; } = [];

    /// <summary>Whether this step moved the head.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Whether a viewer has these rights (RFC 4314).</summary>
    public bool Allows(int viewer, string rights) => viewer == World.Owner || rights.All(Rights[viewer].Contains);

    /// <summary>The flags that a viewer can change; one that he cannot is left out where he files a message.</summary>
    public int Changeable(int viewer) =>
        (Allows(viewer, "s") ? World.Seen : 0) | (Allows(viewer, "t") ? World.Deleted : 0) | (Allows(viewer, "w") ? ~(World.Seen | World.Deleted) : 0);

    /// <summary>Whose <c>\Seen</c> a viewer sees who comes here now: his own, or the owner's.</summary>
    public int EyesOf(int viewer) => SharesSeen ? World.Owner : viewer;
}
