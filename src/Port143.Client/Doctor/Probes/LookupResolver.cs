using System.Diagnostics;
using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace Port143.Client.Doctor.Probes;

/// <summary>DNS as this machine is told to ask it, or through one given server.</summary>
public sealed class LookupResolver : IResolver
{
    private readonly LookupClient _client;

    /// <summary>Makes a resolver; <paramref name="server"/> null stands for the servers of this machine.</summary>
    public LookupResolver(IPEndPoint? server = null)
    {
        var options = server is null ? new LookupClientOptions() : new LookupClientOptions(server);
        options.Timeout = TimeSpan.FromSeconds(1.5); // twice, which leaves a check time to say so
        options.Retries = 1;
        options.UseCache = false;
        options.ThrowDnsErrors = false;
        options.ContinueOnDnsError = true;
        _client = new LookupClient(options);
    }

    /// <inheritdoc/>
    public async Task<DnsAnswer> AskAsync(string name, DnsType type, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            IDnsQueryResponse response = await _client.QueryAsync(name, (QueryType)(int)type, cancellationToken: cancel).ConfigureAwait(false);
            List<DnsRecord> records = [.. response.Answers.Select(Convert).OfType<DnsRecord>().Where(r => r.Type == type)];
            if (type is DnsType.Srv or DnsType.Mx)
            {
                records = [.. records.OrderBy(r => r.Priority).ThenByDescending(r => r.Weight)];
            }
            return new DnsAnswer(Outcome(response, records.Count), records, watch.Elapsed)
            {
                Aliases = [.. response.Answers.OfType<CNameRecord>().Select(c => Clean(c.CanonicalName.Value))],
                Error = response.HasError ? response.ErrorMessage : null,
            };
        }
        catch (DnsResponseException error)
        {
            bool late = error.InnerException is OperationCanceledException || error.Code == DnsResponseCode.ConnectionTimeout;
            return new DnsAnswer(late ? DnsOutcome.TimedOut : DnsOutcome.ServerFailed, [], watch.Elapsed) { Error = error.DnsError ?? error.Message };
        }
        catch (Exception error) when (error is System.Net.Sockets.SocketException or ArgumentException or InvalidOperationException)
        {
            return new DnsAnswer(DnsOutcome.ServerFailed, [], watch.Elapsed) { Error = error.Message };
        }
    }

    private static DnsOutcome Outcome(IDnsQueryResponse response, int records) => response.Header.ResponseCode switch
    {
        DnsHeaderResponseCode.NoError => records > 0 ? DnsOutcome.Found : DnsOutcome.NoData,
        DnsHeaderResponseCode.NotExistentDomain => DnsOutcome.NoName,
        _ => DnsOutcome.ServerFailed,
    };

    private static DnsRecord? Convert(DnsResourceRecord record) => record switch
    {
        ARecord a => new DnsRecord(DnsType.A, a.Address.ToString()) { Address = a.Address },
        AaaaRecord a => new DnsRecord(DnsType.Aaaa, a.Address.ToString()) { Address = a.Address },
        CNameRecord c => new DnsRecord(DnsType.Cname, c.CanonicalName.Value) { Target = Clean(c.CanonicalName.Value) },
        MxRecord m => new DnsRecord(DnsType.Mx, $"{m.Preference} {m.Exchange.Value}") { Priority = m.Preference, Target = Clean(m.Exchange.Value) },
        SrvRecord s => new DnsRecord(DnsType.Srv, $"{s.Priority} {s.Weight} {s.Port} {s.Target.Value}")
        {
            Priority = s.Priority, Weight = s.Weight, Port = s.Port, Target = Clean(s.Target.Value),
        },
        TxtRecord t => new DnsRecord(DnsType.Txt, string.Concat(t.Text)),
        CaaRecord c => new DnsRecord(DnsType.Caa, $"{c.Flags} {c.Tag} \"{c.Value}\""),
        TlsaRecord t => new DnsRecord(DnsType.Tlsa, $"{(int)t.CertificateUsage} {(int)t.Selector} {(int)t.MatchingType} {t.CertificateAssociationDataAsString}"),
        _ => null,
    };

    private static string Clean(string name) => name.TrimEnd('.').ToLowerInvariant();
}
