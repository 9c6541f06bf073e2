using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S19: the kernel's tables for connections are not full.</summary>
internal sealed class S19KernelQueues() : DoctorCheck("S19", "the kernel's queues", CheckGroup.System)
{
    private const int LeastQueue = 512;
    private const double NearlyFull = 0.9;

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        long? count = server.NumberIn("/proc/sys/net/netfilter/nf_conntrack_count"), most = server.NumberIn("/proc/sys/net/netfilter/nf_conntrack_max");
        if (count is { } tracked && most is > 0 and { } limit && tracked > limit * NearlyFull)
        {
            return Task.FromResult(Finding.Warn($"The firewall's table of connections (conntrack) is {(double)tracked / limit:P0} full: new clients are dropped silently.")
                .Do("Make it larger.", $"sysctl net.netfilter.nf_conntrack_max={limit * 2}", mayApply: true).Saw("count", tracked).Saw("limit", limit));
        }
        long? queue = server.NumberIn("/proc/sys/net/core/somaxconn");
        return Task.FromResult(queue is null ? Finding.Skipped("the kernel's settings cannot be read")
            : queue < LeastQueue
                ? Finding.Warn($"The queue of new connections (somaxconn) holds {queue}: when many clients come back at once, some are turned away.")
                    .Do("Make it larger.", "sysctl net.core.somaxconn=4096", mayApply: true)
                : Finding.Ok($"somaxconn {queue}{(most is > 0 ? $", conntrack {count} of {most}" : "")}"));
    }
}
