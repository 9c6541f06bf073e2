using Port143.Server.Sessions;

namespace Port143.Server.Extensions.Notify;

/// <summary>What a client knows of a mailbox that it watches and has not selected.</summary>
internal sealed class ToldMailbox(MailboxView view, long head, uint uidNext)
{
    /// <summary>The mailbox as the client knows it.</summary>
    public MailboxView View { get; set; } = view;

    /// <summary>The MODSEQ up to which it was told.</summary>
    public long Head { get; set; } = head;

    public uint UidNext { get; set; } = uidNext;

    /// <summary>How many messages are unseen; null until that was told.</summary>
    public uint? Unseen { get; set; }

    /// <summary>How many changes the client made itself since, by APPEND, COPY, MOVE and REPLACE; it is not told of these.</summary>
    public int Own { get; set; }
}
