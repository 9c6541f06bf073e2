using Port143.Storage;

namespace Port143.Configuration;

/// <summary>The keys about quota.</summary>
internal static class QuotaKeys
{
    /// <summary>What the table is about.</summary>
    public const string Description =
        "What an account may use, unless port143 quota set said otherwise for it. Not set: as much as there is.";

    /// <summary>The keys.</summary>
    public static readonly IReadOnlyList<ConfigKey> All =
    [
        Size("storage", 1L << 50, "How much mail an account may keep.", q => q.Storage, (q, v) => q with { Storage = v }),
        Count("messages", "How many messages an account may keep.", q => q.Messages, (q, v) => q with { Messages = v }),
        Count("mailboxes", "How many mailboxes an account may have. Five come with it besides INBOX.",
            q => q.Mailboxes, (q, v) => q with { Mailboxes = v }),
        Size("annotations", 1L << 40, "How much an account may keep in annotations (METADATA).",
            q => q.Annotations, (q, v) => q with { Annotations = v }),
        new ConfigKey<bool>(
            new ChoiceType<bool>(("admin", false), ("owner", true)), s => s.Server.OwnersSetQuota,
            (s, v) => s with { Server = s.Server with { OwnersSetQuota = v } })
        {
            Section = "quota", Name = "set",
            Description = "Who sets limits: only port143 quota set, or the account's owner as well (SETQUOTA).",
            Source = "RFC 9208 section 8",
        },
    ];

    private static ConfigKey<long?> Size(
        string name, long most, string description, Func<QuotaLimits, long?> get, Func<QuotaLimits, long?, QuotaLimits> set) =>
        new(new NoneOr<long>(new SizeType(1024, most)), s => get(s.Quota), (s, v) => s with { Quota = set(s.Quota, v) })
        {
            Section = "quota", Name = name, Description = description, Source = "the disk is the limit",
        };

    private static ConfigKey<int?> Count(
        string name, string description, Func<QuotaLimits, long?> get, Func<QuotaLimits, long?, QuotaLimits> set) =>
        new(new NoneOr<int>(new IntegerType(1, int.MaxValue)), s => (int?)get(s.Quota), (s, v) => s with { Quota = set(s.Quota, v) })
        {
            Section = "quota", Name = name, Description = description, Source = "the disk is the limit",
        };
}
