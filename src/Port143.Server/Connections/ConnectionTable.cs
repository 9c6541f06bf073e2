using System.Collections.Concurrent;
using System.Net;
using Port143.Server.Authentication;

namespace Port143.Server.Connections;

/// <summary>
/// The open connections of one kind, counted by client address and the networks around it, so that nobody can take them all. When
/// all are taken, the one that has waited longest without signing in makes room: who is slow on purpose keeps nobody out.
/// </summary>
internal sealed class ConnectionTable(int limit, int limitPerAddress)
{
    private readonly ConcurrentDictionary<IConnection, byte> _all = new();
    private readonly Dictionary<IPNetwork, int> _perNetwork = [];
    private readonly Lock _lock = new();

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>Every connection. Not a copy: those that come and go meanwhile may be among them.</summary>
    public IEnumerable<IConnection> All
    {
        get
        {
            foreach ((IConnection connection, _) in _all) // Keys would be a list made for each look
            {
                yield return connection;
            }
        }
    }

    /// <summary>Adds a connection; false when a limit is reached, with the name of the limit.</summary>
    public bool TryAdd(IConnection connection, out string? reached)
    {
        reached = null;
        IConnection? loser = null;
        lock (_lock)
        {
            IPNetwork[] networks = Networks(connection.Address);
            for (int level = 0; level < networks.Length; level++)
            {
                if (_perNetwork.GetValueOrDefault(networks[level]) >= limitPerAddress * ClientNetworks.Factors[level])
                {
                    reached = level == 0 ? "connections per address" : $"connections from {networks[level]}";
                    return false;
                }
            }
            if (_all.Count >= limit)
            {
                loser = All.Where(c => !c.IsSignedIn).MinBy(c => c.Connected);
                if (loser is null)
                {
                    reached = "connections";
                    return false;
                }
                RemoveLocked(loser);
            }
            foreach (IPNetwork network in networks)
            {
                _perNetwork[network] = _perNetwork.GetValueOrDefault(network) + 1;
            }
            _all[connection] = 0;
        }
        loser?.Abort();
        return true;
    }

    /// <summary>Takes a connection away; nothing happens when it made room already.</summary>
    public void Remove(IConnection connection)
    {
        lock (_lock)
        {
            RemoveLocked(connection);
        }
    }

    private void RemoveLocked(IConnection connection)
    {
        if (!_all.TryRemove(connection, out _))
        {
            return;
        }
        foreach (IPNetwork network in Networks(connection.Address))
        {
            if (--_perNetwork[network] == 0)
            {
                _perNetwork.Remove(network);
            }
        }
    }

    // Loopback is not counted.
    private static IPNetwork[] Networks(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address) ? [] : ClientNetworks.Of(address);
}
