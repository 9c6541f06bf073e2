using System.Net;

namespace Port143.Server.Authentication;

/// <summary>
/// How many wrong passwords are too many. Each wrong password of an account counts once, however often it is repeated.
/// Device passwords, tokens and certificates are never limited: they cannot be guessed.
/// </summary>
public sealed record AttackLimits
{
    private static readonly IReadOnlyList<IPNetwork> ThisMachine = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>
    /// How many wrong passwords may come from one address (IPv6: one /64) within a minute. The /26 around it may send three times as
    /// many, the /21 nine times (IPv6: the /48 three times). Default 10.
    /// </summary>
    public int PerMinute { get; init; } = 10;

    /// <summary>The same within a day. Default 50.</summary>
    public int PerDay { get; init; } = 50;

    /// <summary>
    /// How many wrong passwords of one account may come within a day, from networks that it is not used from. Default 100, as NIST SP
    /// 800-63B section 3.2.2 has it.
    /// </summary>
    public int PerAccount { get; init; } = 100;

    /// <summary>How long a network or an account is blocked then. Default 15 min.</summary>
    public TimeSpan Block { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>For how long a good sign-in makes its network a familiar one of the account. Default 30 days.</summary>
    public TimeSpan Familiar { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Networks that are never blocked: proxies, webmail, whatever many people come through. Accounts are still protected. Default:
    /// this machine.
    /// </summary>
    public IReadOnlyList<IPNetwork> Trusted { get; init; } = ThisMachine;
}
