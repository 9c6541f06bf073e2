using System.Net;
using Port143.Cli;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.SignIns;

/// <summary>What opens an account at a moment, and what is in the way.</summary>
internal sealed class SignInState
{
    private const int SignInsRead = 100;
    private const int CausesShown = 4;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(14);

    private readonly List<SignInFinding> _findings = [];

    private SignInState(Account account, SecondFactor? factor, IReadOnlyList<DevicePassword> devices, DateTimeOffset at)
    {
        Account = account;
        Factor = factor;
        Devices = devices;
        At = at;
    }

    /// <summary>The account.</summary>
    public Account Account { get; }

    /// <summary>Its second factor, confirmed or not, or null.</summary>
    public SecondFactor? Factor { get; }

    /// <summary>Its device passwords.</summary>
    public IReadOnlyList<DevicePassword> Devices { get; }

    /// <summary>The moment.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Whether the main password can be right.</summary>
    public bool PasswordUsable => PasswordHasher.IsUsable(Account.PasswordHash);

    /// <summary>What came lately, good and refused, newest first.</summary>
    public required IReadOnlyList<SignInRecord> SignIns { get; init; }

    /// <summary>Whether there is a secret that signs in.</summary>
    public bool Opens => !Account.IsDisabled && (PasswordUsable || Devices.Any(d => !(d.Expires <= At)));

    /// <summary>What is in the way, the gravest first.</summary>
    public IReadOnlyList<SignInFinding> Findings => _findings;

    /// <summary>Looks at an account.</summary>
    public static async Task<SignInState> ReadAsync(IDirectory directory, Account account, DateTimeOffset at, CancellationToken cancel)
    {
        var state = new SignInState(
            account, await directory.FindSecondFactorAsync(account.Id, cancel), await directory.ListDevicesAsync(account.Id, cancel), at)
        {
            SignIns = [.. (await directory.ListSignInsAsync(account.Id, SignInsRead, cancel)).Where(s => at - s.Last < Recent)],
        };
        state.FindInAccount();
        state.FindInDevices();
        state.FindInBlocks([.. (await directory.ListBlocksAsync(cancel)).Where(b => b.Until > at)]);
        state.FindInHistory();
        return state;
    }

    private void FindInAccount()
    {
        string address = Account.Address.Value;
        if (Account.IsDisabled)
        {
            Add("the account is disabled", $"port143 account enable {address}", bars: true);
        }
        if (!PasswordUsable)
        {
            Add("no password fits what is stored as its hash", $"port143 account passwd {address}", bars: true);
        }
        if (Factor is { IsOn: true })
        {
            Add(
                "the password alone is refused, because the second factor is on",
                Devices.Count == 0
                    ? $"mail programs need a device password: port143 device add {address} NAME"
                    : "mail programs sign in with a device password, or with the password and the six digits directly after it, once",
                bars: true);
            if (Factor.RecoveryCodes == 0)
            {
                Add("no recovery codes are left, should the authenticator be lost", $"port143 totp codes {address}", bars: false);
            }
        }
    }

    private void FindInDevices()
    {
        foreach (DevicePassword device in Devices)
        {
            if (device.Expires <= At)
            {
                Add(
                    $"the device password of \"{device.Name}\" expired {UtcText.Minutes(device.Expires.Value)}",
                    $"port143 device revoke {Account.Address} {device.Id}, then device add for a new one", bars: true);
            }
            else if (device.Networks.Count > 0)
            {
                Add(
                    $"the device password of \"{device.Name}\" works from {string.Join(", ", device.Networks)} only",
                    "make another one for use elsewhere", bars: false);
            }
        }
    }

    private void FindInBlocks(IReadOnlyList<SignInBlock> blocks)
    {
        HashSet<string> seen = [.. SignIns.Select(s => s.Address)];
        foreach (SignInBlock block in blocks)
        {
            if (block.Subject == Account.Address.Value)
            {
                Add(
                    $"passwords for this account are looked at from its own networks only until {UtcText.Minutes(block.Until)}: {block.Cause}",
                    $"port143 block remove {block.Subject}; device passwords work all the time", bars: true);
            }
            else if (IPNetwork.TryParse(block.Subject, out IPNetwork network)
                && seen.FirstOrDefault(a => IPAddress.TryParse(a, out IPAddress? from) && network.Contains(from)) is { } address)
            {
                Add(
                    $"passwords from {block.Subject}, where {address} is, are not looked at until {UtcText.Minutes(block.Until)}: {block.Cause}",
                    $"port143 block remove {block.Subject}; device passwords work all the time", bars: true);
            }
        }
    }

    private void FindInHistory()
    {
        foreach (IGrouping<string, SignInRecord> refused in SignIns.Where(s => s.Cause.Length > 0).GroupBy(s => s.Cause).Take(CausesShown))
        {
            (string meaning, string remedy) = RefusalCause.Explain(refused.Key, Account.Address.Value);
            SignInRecord last = refused.First();
            Add($"refused {refused.Sum(s => s.Count)} times, last {UtcText.Minutes(last.Last)} from {last.Address}: {meaning}", remedy, bars: false);
        }
    }

    private void Add(string problem, string remedy, bool bars) => _findings.Add(new SignInFinding(problem, remedy, bars));
}
