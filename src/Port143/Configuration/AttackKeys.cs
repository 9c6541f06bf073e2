using System.Net;
using Port143.Server;
using Port143.Server.Authentication;

namespace Port143.Configuration;

/// <summary>The keys about guessing of passwords.</summary>
internal static class AttackKeys
{
    /// <summary>What the table is about.</summary>
    public const string Description =
        "How many wrong passwords are too many. The same one again does not count, nor does any where the account is used from; "
        + "device passwords are never limited. port143 block list shows what is blocked.";

    /// <summary>The keys.</summary>
    public static readonly IReadOnlyList<ConfigKey> All =
    [
        Count("per_minute", "How many wrong passwords one address may send within a minute (IPv6: one /64); the /26 around it three times as "
            + "many, the /21 nine times (IPv6: the /48 three times).", "as mox", a => a.PerMinute, (a, v) => a with { PerMinute = v }),
        Count("per_day", "The same within a day.", "as mox", a => a.PerDay, (a, v) => a with { PerDay = v }),
        Count("per_account", "How many wrong passwords of one account may come within a day from networks that it is not used from.",
            "NIST SP 800-63B section 3.2.2", a => a.PerAccount, (a, v) => a with { PerAccount = v }),
        Time("block", 60, 86_400, "How long a network or an account is blocked then.", "long enough to make guessing useless",
            a => a.Block, (a, v) => a with { Block = v }),
        Time("familiar", 3600, 365 * 86_400, "How long a good sign-in makes its network a familiar one, where the account is not blocked.",
            "a holiday and a phone that was off", a => a.Familiar, (a, v) => a with { Familiar = v }),
        new ConfigKey<IReadOnlyList<IPNetwork>>(
            new NetworksType(), s => s.Server.SignIn.Attacks.Trusted, (s, v) => Change(s, a => a with { Trusted = v }))
        {
            Section = "attacks", Name = "trusted",
            Description = "Networks that are never blocked: webmail, a proxy, whatever many people come through. Accounts are still protected.",
            Source = "webmail on this machine",
        },
    ];

    private static ConfigKey<int> Count(
        string name, string description, string source, Func<AttackLimits, int> get, Func<AttackLimits, int, AttackLimits> set) =>
        new(new IntegerType(1, 1_000_000), s => get(s.Server.SignIn.Attacks), (s, v) => Change(s, a => set(a, v)))
        {
            Section = "attacks", Name = name, Description = description, Source = source,
        };

    private static ConfigKey<TimeSpan> Time(
        string name, int least, int most, string description, string source, Func<AttackLimits, TimeSpan> get,
        Func<AttackLimits, TimeSpan, AttackLimits> set) =>
        new(
            new DurationType(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most)), s => get(s.Server.SignIn.Attacks),
            (s, v) => Change(s, a => set(a, v)))
        {
            Section = "attacks", Name = name, Description = description, Source = source,
        };

    private static Settings Change(Settings settings, Func<AttackLimits, AttackLimits> change) => settings with
    {
        Server = settings.Server with { SignIn = settings.Server.SignIn with { Attacks = change(settings.Server.SignIn.Attacks) } },
    };
}
