namespace Port143.Storage;

/// <summary>Sign-ins of one day that were alike: to one account, from one network, with one credential, with one end.</summary>
/// <param name="Account">The account.</param>
/// <param name="Network">The network: an IPv4 address, an IPv6 /64, or <c>unix</c>.</param>
/// <param name="Address">The address that the last of them came from.</param>
/// <param name="By">With what: <c>password</c>, <c>device:ID</c>, <c>token</c>, <c>certificate</c>, <c>anonymous</c>.</param>
/// <param name="Cause">Why they were refused, a word of the log; empty when they were good.</param>
/// <param name="First">When the first came, to the second.</param>
/// <param name="Last">When the last came.</param>
/// <param name="Count">How many there were.</param>
public sealed record SignInRecord(
    AccountId Account, string Network, string Address, string By, string Cause, DateTimeOffset First, DateTimeOffset Last, long Count);
