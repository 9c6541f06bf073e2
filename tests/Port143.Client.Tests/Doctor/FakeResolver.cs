using System.Net;
using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>DNS from a table; names that are not in it do not exist.</summary>
internal sealed class FakeResolver : IResolver
{
    private readonly Dictionary<(string, DnsType), DnsAnswer> _answers = [];

    public DnsOutcome Otherwise { get; init; } = DnsOutcome.NoName;

    public TimeSpan Takes { get; init; }

    public FakeResolver Address(string name, params string[] addresses)
    {
        foreach (IGrouping<DnsType, IPAddress> group in addresses.Select(IPAddress.Parse)
            .GroupBy(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa))
        {
            Set(name, group.Key, [.. group.Select(a => new DnsRecord(group.Key, a.ToString()) { Address = a })]);
        }
        return this;
    }

    public FakeResolver Service(string name, string target, int port, int priority) =>
        Set(name, DnsType.Srv, new DnsRecord(DnsType.Srv, $"{priority} 1 {port} {target}.") { Target = target, Port = port, Priority = priority });

    public FakeResolver Set(string name, DnsType type, params DnsRecord[] records)
    {
        _answers[(name, type)] = new DnsAnswer(DnsOutcome.Found, records, TimeSpan.FromMilliseconds(1));
        return this;
    }

    public FakeResolver Alias(string name, string target, string address)
    {
        IPAddress ip = IPAddress.Parse(address);
        _answers[(name, DnsType.A)] = new DnsAnswer(DnsOutcome.Found, [new DnsRecord(DnsType.A, address) { Address = ip }], TimeSpan.Zero) { Aliases = [target] };
        return this;
    }

    public async Task<DnsAnswer> AskAsync(string name, DnsType type, CancellationToken cancel)
    {
        await Task.Delay(Takes, cancel);
        return _answers.GetValueOrDefault((name, type)) ?? new DnsAnswer(
            Otherwise == DnsOutcome.NoName && _answers.Keys.Any(k => k.Item1 == name) ? DnsOutcome.NoData : Otherwise, [], TimeSpan.FromMilliseconds(1));
    }
}
