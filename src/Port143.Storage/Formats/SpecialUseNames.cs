using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>The names that mail programs give to folders with a special use.</summary>
internal static class SpecialUseNames
{
    private static readonly Dictionary<string, SpecialUse> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Sent"] = SpecialUse.Sent,
        ["Sent Items"] = SpecialUse.Sent,
        ["Sent Messages"] = SpecialUse.Sent,
        ["Sent Mail"] = SpecialUse.Sent,
        ["Sent-Mail"] = SpecialUse.Sent,
        ["Trash"] = SpecialUse.Trash,
        ["Bin"] = SpecialUse.Trash,
        ["Deleted"] = SpecialUse.Trash,
        ["Deleted Items"] = SpecialUse.Trash,
        ["Deleted Messages"] = SpecialUse.Trash,
        ["Junk"] = SpecialUse.Junk,
        ["Junk Mail"] = SpecialUse.Junk,
        ["Junk Email"] = SpecialUse.Junk,
        ["Junk E-mail"] = SpecialUse.Junk,
        ["Spam"] = SpecialUse.Junk,
        ["Bulk Mail"] = SpecialUse.Junk,
        ["Drafts"] = SpecialUse.Drafts,
        ["Draft"] = SpecialUse.Drafts,
        ["Archive"] = SpecialUse.Archive,
        ["Archives"] = SpecialUse.Archive,
    };

    /// <summary>What a folder name stands for, or none.</summary>
    public static SpecialUse Of(string name) => Names.GetValueOrDefault(name);
}
