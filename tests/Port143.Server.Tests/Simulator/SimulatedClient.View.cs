namespace Port143.Server.Tests.Simulator;

// What the client must know, compared with what it believes.
internal sealed partial class SimulatedClient
{
    // What it was not told before says nothing about its view; it must be told of it all the same.
    private string? FindOwed()
    {
        if (DueFlags.FirstOrDefault(m => !m.IsGone && !Slots.Exists(s => s.Truth == m && s.Flags >= 0)) is { } message)
        {
            return $"the flags of UID {message.Uid} are new";
        }
        if (!DueAnnotations.IsSubsetOf(ToldAnnotations))
        {
            return "others set annotations: " + string.Join(", ", DueAnnotations.Except(ToldAnnotations));
        }
        return DueStatuses.FirstOrDefault(m => !m.IsGone && m != Mailbox && Statuses.GetValueOrDefault(m.Name) != (m.Messages.Count, m.UidNext)) is { } mailbox
            ? $"{mailbox.Name} has {mailbox.Messages.Count} messages and UIDNEXT {mailbox.UidNext}"
            : null;
    }

    /// <summary>Moves what the client must know forward: all of it, or, where EXPUNGE may not be told, the rest.</summary>
    public void Sync(bool mayTellExpunge)
    {
        if (Mailbox is null)
        {
            return;
        }
        if (mayTellExpunge)
        {
            Known.RemoveAll(m => m.IsGone);
            Saved.RemoveAll(m => m.IsGone);
        }
        int from = Mailbox.Messages.Count;
        while (from > 0 && Mailbox.Messages[from - 1].Uid >= NextUid)
        {
            from--;
        }
        Known.AddRange(Mailbox.Messages.Skip(from));
        NextUid = Mailbox.UidNext;
    }

    /// <summary>Fails unless the client knows what it must know.</summary>
    public void CheckView()
    {
        if (Mailbox is null)
        {
            return;
        }
        if (FindUntruth() is { } untruth)
        {
            Demand(false, untruth);
        }
        Bind();
        if (_mayTellExpunge)
        {
            SafeModSeq = Math.Max(SafeModSeq, _maxSeen);
        }
    }

    public void Demand(bool condition, string what)
    {
        if (!condition)
        {
            throw new SimulationException($"{name}: {what}");
        }
    }

    private string? FindUntruth()
    {
        if (Slots.Count != Known.Count)
        {
            return $"it counts {Slots.Count} messages, there are {Known.Count}";
        }
        for (int i = 0; i < Slots.Count; i++)
        {
            if (Difference(Slots[i], Known[i]) is { } difference)
            {
                return $"number {i + 1}, UID {Known[i].Uid}: {difference}";
            }
        }
        if (!IsAccessTold())
        {
            return $"its rights are \"{Mailbox!.Rights[viewer]}\"; it was told ({World.WriteFlags(_changeable)}), {(_toldWrite ? "READ-WRITE" : "READ-ONLY")}";
        }
        foreach (WatchedSearch watched in Watched)
        {
            if (!watched.IsTrue(Known, out List<uint> wanted))
            {
                return $"{watched.Tag} {watched.Key}: it has {string.Join(',', watched.Numbers)}, true {string.Join(',', wanted)}";
            }
        }
        return null;
    }

    // Which flags it can change, and whether anything (RFC 4314 section 5).
    private bool IsAccessTold()
    {
        if (Mailbox is null)
        {
            return true;
        }
        const int Kinds = World.Seen | World.Deleted | World.Flagged;
        bool mayWrite = Mailbox.Allows(viewer, "i") || Mailbox.Allows(viewer, "e") || Mailbox.Allows(viewer, "w") || Mailbox.Allows(viewer, "t")
            || Mailbox.Allows(viewer, "s") && Eyes == World.Owner;
        return (_changeable & Kinds) == (ReadOnly ? 0 : Mailbox.Changeable(viewer) & Kinds) && _toldWrite == (mayWrite && !ReadOnly);
    }

    private void Bind()
    {
        for (int i = 0; i < Slots.Count; i++)
        {
            Slots[i].Truth = Known[i];
        }
    }

    private string? Difference(Slot slot, WorldMessage message)
    {
        if (slot.Truth is { } truth && truth != message)
        {
            return $"was UID {truth.Uid}";
        }
        if (slot.Uid != 0 && slot.Uid != message.Uid)
        {
            return $"believed to be UID {slot.Uid}";
        }
        if (message.IsGone)
        {
            return null;
        }
        if (slot.Flags >= 0 && slot.Flags != message.FlagsOf(Eyes))
        {
            return $"flags believed ({World.WriteFlags(slot.Flags)}), true ({World.WriteFlags(message.FlagsOf(Eyes))})";
        }
        return slot.ModSeq != 0 && Condstore && !message.HasModSeq(Eyes, slot.ModSeq) ? $"MODSEQ believed {slot.ModSeq}, true {message.ModSeq}" : null;
    }
}
