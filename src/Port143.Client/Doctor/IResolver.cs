namespace Port143.Client.Doctor;

/// <summary>Asks DNS. Answers say what went wrong; nothing throws but cancellation.</summary>
public interface IResolver
{
    /// <summary>Asks for the records of one type.</summary>
    Task<DnsAnswer> AskAsync(string name, DnsType type, CancellationToken cancel);
}
