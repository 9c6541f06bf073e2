using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>Turns the set that a command names into UIDs of messages that the session knows.</summary>
internal static class MessageSet
{
    /// <summary>False when a sequence number does not exist, which breaks the protocol (RFC 9051 section 9, seq-number).</summary>
    public static bool TryResolve(SelectedMailbox selected, SequenceSet set, bool uid, out UidSet uids)
    {
        if (set.IsSavedResult)
        {
            uids = selected.SavedResult.Intersect(selected.Numbers.ToUidSet());
            return true;
        }
        if (uid)
        {
            uids = set.Resolve(selected.Numbers.LastUid).Intersect(selected.Numbers.ToUidSet());
            return true;
        }
        UidSet numbers = set.Resolve(selected.Numbers.Count);
        uids = selected.Numbers.UidsOf(numbers);
        return numbers.Max <= selected.Numbers.Count && (!numbers.IsEmpty || selected.Numbers.Count > 0);
    }

    /// <summary>The reply to a sequence number that does not exist.</summary>
    public static CommandResult NoSuchNumber => CommandResult.Bad("There is no message with that sequence number");
}
