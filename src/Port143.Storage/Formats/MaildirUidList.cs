using System.Text;
using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// The order of messages in a Maildir folder as Dovecot keeps it: <c>dovecot-uidlist</c>, version 3, a line
/// <c>UID ... :FILE</c> for each message. Without it the order is that of delivery.
/// </summary>
internal static class MaildirUidList
{
    private const string FileName = "dovecot-uidlist";
    private const long MaxFile = 256 << 20;

    /// <summary>UIDs by the unique part of the file name; empty when the folder has no such list.</summary>
    public static Dictionary<string, uint> Load(string folder)
    {
        var uids = new Dictionary<string, uint>(StringComparer.Ordinal);
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || new FileInfo(path).Length > MaxFile)
        {
            return uids;
        }
        foreach (string line in File.ReadLines(path, Encoding.UTF8).Skip(1))
        {
            int colon = line.IndexOf(" :", StringComparison.Ordinal);
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (colon > 0 && AsciiDigits.TryParse(line.AsSpan(0, blank), uint.MaxValue, out ulong uid))
            {
                uids[MaildirName.Parse(line[(colon + 2)..]).Unique] = (uint)uid;
            }
        }
        return uids;
    }

    /// <summary>Writes the list of a folder.</summary>
    public static void Save(string folder, MailboxState state, IEnumerable<(uint Uid, string File)> messages) => File.WriteAllLines(
        Path.Combine(folder, FileName),
        messages.Select(m => $"{m.Uid} :{m.File}").Prepend($"3 V{state.UidValidity} N{state.UidNext}"),
        new UTF8Encoding(false));
}
