using Port143.Storage.Inspection;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>
/// S26: no forgotten keys lie about: device passwords that nobody uses, or that have ended, and weak forms of passwords; and who has
/// a second factor has device passwords for mail programs.
/// </summary>
internal sealed class S26Accounts() : DoctorCheck("S26", "accounts and their passwords", CheckGroup.Storage, "S13")
{
    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        string data = examination.Server.DataFolder;
        AccountHygiene state;
        try
        {
            state = AccountHygiene.Read(data, examination.Time.GetUtcNow());
        }
        catch (IOException error)
        {
            return Task.FromResult(Finding.Skipped($"the directory cannot be read: {error.Message}"));
        }
        Finding finding = state.WeakHashes.Count > 0
                ? Finding.Warn($"{state.WeakHashes.Count} passwords are kept in a weak form.").With(state.WeakHashes.Take(10)).Do("Have them set anew.", $"port143 account passwd {state.WeakHashes[0]} --data {data}")
            : state.Unused.Count > 0
                ? Finding.Warn($"{state.Unused.Count} device passwords were not used for a year.").With(state.Unused.Take(10).Select(u => $"{u.Address}: {u.Device}"))
                    .Do("Take them away; whoever still has the device makes another one.", $"port143 device list {state.Unused[0].Address} --data {data}")
            : state.Expired.Count > 0
                ? Finding.Info($"{state.Expired.Count} device passwords have ended and are still listed.").With(state.Expired.Take(10).Select(u => $"{u.Address}: {u.Device}")).Do("Take them off the list.", $"port143 device list {state.Expired[0].Address} --data {data}")
            : state.WithoutDevice.Count > 0
                ? Finding.Info($"{state.WithoutDevice.Count} accounts have a second factor and no device password.").Because("mail programs cannot ask for a code, so they sign in with the code behind the password or not at all").With(state.WithoutDevice.Take(10))
                    .Do("Make a password for each mail program.", $"port143 device add {state.WithoutDevice[0]} phone --data {data}")
            : Finding.Ok($"{state.Accounts} accounts, nothing forgotten");
        return Task.FromResult(finding);
    }
}
