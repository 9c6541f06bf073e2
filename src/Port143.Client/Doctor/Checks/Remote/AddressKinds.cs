using System.Net;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>The kinds of addresses that lead nowhere from the public Internet (RFC 6890).</summary>
internal static class AddressKinds
{
    private static readonly (IPNetwork Network, string Name)[] Kinds =
    [
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("10.0.0.0/8"), "a private address"),
        (IPNetwork.Parse("172.16.0.0/12"), "a private address"),
        (IPNetwork.Parse("192.168.0.0/16"), "a private address"),
        (IPNetwork.Parse("100.64.0.0/10"), "an address behind a provider's NAT"),
        (IPNetwork.Parse("169.254.0.0/16"), "an address of one link"),
        (IPNetwork.Parse("0.0.0.0/8"), "no address of a host"),
        (IPNetwork.Parse("::1/128"), "loopback"),
        (IPNetwork.Parse("fc00::/7"), "a private address"),
        (IPNetwork.Parse("fe80::/10"), "an address of one link"),
    ];

    /// <summary>What kind it is; null for a public address.</summary>
    public static string? NameOf(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Kinds.FirstOrDefault(k => k.Network.Contains(plain)).Name;
    }
}
