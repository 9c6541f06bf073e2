using System.Net;
using System.Net.Sockets;

namespace Port143.Server.Authentication;

/// <summary>The networks that an address stands for, from the one client to the neighbourhood.</summary>
internal static class ClientNetworks
{
    /// <summary>How many times the limit of one address each level of <see cref="Of"/> may take.</summary>
    public static readonly IReadOnlyList<int> Factors = [1, 3, 9];

    /// <summary>
    /// IPv4: the address, its /26 and its /21, which are what small and large attackers hold. IPv6: the /64 of a household and the /48
    /// of a site.
    /// </summary>
    public static IPNetwork[] Of(IPAddress address)
    {
        address = Plain(address);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? [new IPNetwork(address, 32), Around(address, 26), Around(address, 21)]
            : [Around(address, 64), Around(address, 48)];
    }

    /// <summary>The smallest of them as text: the address, or the IPv6 /64; <c>unix</c> without an address.</summary>
    public static string Name(IPAddress? address)
    {
        if (address is null)
        {
            return "unix";
        }
        address = Plain(address);
        return address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() : Around(address, 64).ToString();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork Around(IPAddress address, int prefix)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }
        return new IPNetwork(new IPAddress(bytes), prefix);
    }
}
