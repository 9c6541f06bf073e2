using System.Net;
using Port143.Server.Connections;

namespace Port143.Server.Tests.Connections;

public sealed class ConnectionTableTests
{
    private static Fake From(string address, int second = 0, bool signedIn = false) =>
        new(IPAddress.Parse(address), DateTimeOffset.UnixEpoch.AddSeconds(second), signedIn);

    [Theory]
    [InlineData("192.0.2.{0}", 64, 6)] // the /26
    [InlineData("2001:db8:1:{0}::1", 99, 6)] // the /48
    [InlineData("192.0.2.7", 1, 2)]
    public void I01_ANetworkHasItsShareAndNoMore(string format, int addresses, int most)
    {
        var table = new ConnectionTable(1000, 2);
        List<Fake> added = [];
        for (int i = 0; i < 50; i++)
        {
            Fake connection = From(string.Format(format, i % addresses));
            if (table.TryAdd(connection, out _))
            {
                added.Add(connection);
            }
        }
        Assert.Equal(most, added.Count);
        Assert.True(table.TryAdd(From("198.51.100.1"), out _));
        added.ForEach(table.Remove);
        Assert.True(table.TryAdd(From(string.Format(format, 1)), out _));
    }

    [Fact]
    public void I01_WhenAllAreTakenTheOldestThatDidNotSignInMakesRoom()
    {
        var table = new ConnectionTable(3, 1000);
        Fake signedIn = From("192.0.2.1", 1, true), slow = From("192.0.2.2", 2), slower = From("192.0.2.3", 3);
        Assert.All([signedIn, slower, slow], c => Assert.True(table.TryAdd(c, out _)));
        Assert.True(table.TryAdd(From("192.0.2.4", 4, true), out _));
        Assert.True(slow.IsCut);
        Assert.False(slower.IsCut || signedIn.IsCut);
        table.Remove(slow);
        Assert.Equal(3, table.Count);
        Assert.True(table.TryAdd(From("192.0.2.5", 5, true), out _));
        Assert.False(table.TryAdd(From("192.0.2.6", 6), out string? reached));
        Assert.Equal("connections", reached);
    }

    private sealed class Fake(IPAddress address, DateTimeOffset connected, bool signedIn) : IConnection
    {
        public IPAddress? Address => address;

        public DateTimeOffset Connected => connected;

        public bool IsSignedIn => signedIn;

        public bool IsCut { get; private set; }

        public void CheckDeadlines(long now)
        {
        }

        public void Stop()
        {
        }

        public void Abort() => IsCut = true;
    }
}
