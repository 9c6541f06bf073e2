using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Port143.Server.Connections;

/// <summary>The open connections of one kind, counted by client address so that one client cannot take them all.</summary>
internal sealed class ConnectionTable(int limit, int limitPerAddress)
{
    private readonly ConcurrentDictionary<IConnection, byte> _all = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly Lock _lock = new();

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>Every connection.</summary>
    public IEnumerable<IConnection> All => _all.Keys;

    /// <summary>Adds a connection; false when a limit is reached, with the name of the limit.</summary>
    public bool TryAdd(IConnection connection, out string? reached)
    {
        reached = null;
        lock (_lock)
        {
            if (_all.Count >= limit)
            {
                reached = "connections";
                return false;
            }
            if (Key(connection.Address) is { } address)
            {
                int count = _perAddress.GetValueOrDefault(address);
                if (count >= limitPerAddress)
                {
                    reached = "connections per address";
                    return false;
                }
                _perAddress[address] = count + 1;
            }
            _all[connection] = 0;
            return true;
        }
    }

    /// <summary>Takes a connection away.</summary>
    public void Remove(IConnection connection)
    {
        lock (_lock)
        {
            if (!_all.TryRemove(connection, out _) || Key(connection.Address) is not { } address)
            {
                return;
            }
            int count = _perAddress[address] - 1;
            if (count == 0)
            {
                _perAddress.Remove(address);
            }
            else
            {
                _perAddress[address] = count;
            }
        }
    }

    // A household has one IPv6 /64; loopback is not counted.
    private static IPAddress? Key(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address))
        {
            return null;
        }
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
