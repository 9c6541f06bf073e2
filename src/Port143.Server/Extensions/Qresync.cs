using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Extensions;

/// <summary>Quick resynchronisation (RFC 7162 section 3.2): from what a client knew to what is, out of the log.</summary>
internal static class Qresync
{
    private const int PageSize = 512;

    /// <summary>SELECT (QRESYNC ...): VANISHED (EARLIER) and FETCH for everything since the client's MODSEQ.</summary>
    public static async ValueTask ResynchroniseAsync(
        ImapSession session, SelectedMailbox selected, MailboxState state, QresyncParameter parameter, CancellationToken cancel)
    {
        if (parameter.UidValidity != state.UidValidity)
        {
            return; // what the client knew is of another mailbox: it learns so from UIDVALIDITY
        }
        UidSet known = parameter.KnownUids ?? UidSet.Of(1, Math.Max(1, state.UidNext - 1));
        // The matched numbers say what was not expunged, and nothing about flags.
        UidSet mayHaveVanished = parameter.SequenceMatch is { } match ? known.Intersect(Unmatched(selected, match, known)) : known;
        await TellVanishedAsync(session, selected, parameter.ModSeq, mayHaveVanished, cancel).ConfigureAwait(false);
        await TellChangedAsync(session, selected, parameter.ModSeq, known).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes VANISHED (EARLIER) for the UIDs of <paramref name="known"/> that were expunged after a MODSEQ. Where the log
    /// does not reach back, every UID that is not there is named: too many is allowed, too few is not.
    /// </summary>
    public static async ValueTask TellVanishedAsync(
        ImapSession session, SelectedMailbox selected, long after, UidSet known, CancellationToken cancel)
    {
        UidSet vanished;
        if (after < selected.Index.State.Floor)
        {
            UidSet there = selected.Numbers.ToUidSet();
            vanished = known.Intersect(UidSet.Of(1, Math.Max(1, selected.Index.State.UidNext - 1))).Except(there);
        }
        else
        {
            IReadOnlyList<ExpungedUid>? expunged = await session.Services.Storage.ReadExpungedAsync(
                selected.Account, selected.Index.Id, after, cancel).ConfigureAwait(false);
            var gone = new UidSetBuilder();
            foreach (ExpungedUid one in expunged ?? [])
            {
                gone.Add(one.Uid);
            }
            // Those expunged after the cursor's mark are told as news.
            vanished = gone.Build().Intersect(known).Except(selected.Numbers.ToUidSet());
        }
        if (!vanished.IsEmpty)
        {
            session.Writer.Raw("* VANISHED (EARLIER) "u8).Set(vanished).CrLf();
        }
    }

    private static async ValueTask TellChangedAsync(ImapSession session, SelectedMailbox selected, long after, UidSet known)
    {
        var page = new MessageRow[PageSize];
        // RFC 7162 section 3.2.5.1: of what the client named, nothing else; it sees by UIDNEXT what is new.
        UidSet wanted = selected.Numbers.ToUidSet().Intersect(known);
        UidSet changed = selected.Index.FindChanged(wanted, after);
        for (uint from = 1; ;)
        {
            int copied = selected.Index.CopyRows(changed, from, page);
            for (int i = 0; i < copied; i++)
            {
                if (selected.Numbers.NumberOf(page[i].Uid) is var number and not 0)
                {
                    Publisher.TellFlags(session, selected, number, page[i]);
                }
            }
            if (session.Writer.Written > 64 * 1024)
            {
                await session.FlushAsync().ConfigureAwait(false);
            }
            if (copied < page.Length)
            {
                return;
            }
            from = page[copied - 1].Uid + 1;
        }
    }

    // RFC 7162 section 3.2.5.2: where the client's numbers and UIDs still match, nothing below was expunged.
    private static UidSet Unmatched(SelectedMailbox selected, SequenceMatchData match, UidSet known)
    {
        UidSet numbers = match.KnownSequence.Resolve(selected.Numbers.Count);
        uint matchedUpTo = 0;
        using IEnumerator<uint> uids = match.KnownSequenceUids.EnumerateUids().GetEnumerator();
        foreach (uint number in numbers.EnumerateUids().Take(100_000))
        {
            if (!uids.MoveNext() || selected.Numbers.UidOf(number) != uids.Current)
            {
                break;
            }
            matchedUpTo = uids.Current;
        }
        return matchedUpTo == 0 || matchedUpTo >= known.Max ? known : UidSet.Of(matchedUpTo + 1, uint.MaxValue);
    }
}
