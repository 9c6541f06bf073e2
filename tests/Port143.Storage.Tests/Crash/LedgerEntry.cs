using System.Globalization;

namespace Port143.Storage.Tests.Crash;

/// <summary>
/// A line of the ledger: what a writer is about to do with one message, or that it was told it is done.
/// </summary>
/// <param name="IsAck">Whether the storage said so; else it is an intent.</param>
/// <param name="Id">The message.</param>
/// <param name="Account">Its account.</param>
/// <param name="Mailbox">Where it then is; 0 when it is expunged.</param>
/// <param name="Uid">Its UID there, when acknowledged.</param>
/// <param name="ModSeq">The MODSEQ of the change, when acknowledged.</param>
/// <param name="Flags">Its flags then.</param>
/// <param name="Hash">The hash of its bytes.</param>
internal sealed record LedgerEntry(
    bool IsAck, string Id, AccountId Account, long Mailbox, uint Uid, long ModSeq, string Flags, string Hash)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsAck ? "ack" : "intent")} {Id} {Account.Value} {Mailbox} {Uid} {ModSeq} {Flags} {Hash} .");

    /// <summary>Reads a line; null for one that the kill cut short.</summary>
    public static LedgerEntry? Parse(string line)
    {
        string[] words = line.Split(' ');
        return words.Length == 9 && words[8] == "."
            ? new LedgerEntry(
                words[0] == "ack", words[1], AccountId.Parse(words[2]), long.Parse(words[3], CultureInfo.InvariantCulture),
                uint.Parse(words[4], CultureInfo.InvariantCulture), long.Parse(words[5], CultureInfo.InvariantCulture), words[6], words[7])
            : null;
    }
}
