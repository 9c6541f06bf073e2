using Port143.Client.Doctor.Updates;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S34: whether a newer version is out, as the signed index of versions says. Off unless it is configured.</summary>
internal sealed class S34Updates() : DoctorCheck("S34", "updates", CheckGroup.Service)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        if (server.UpdateIndex is not { } url || server.UpdateKey is not { } key)
        {
            return Finding.Skipped("nobody is asked; set doctor.updates and doctor.updates_key to have an index of versions looked at");
        }
        UpdateIndexAnswer answer = await UpdateIndexReader.ReadAsync(url, key, server.Version, examination.Time.GetUtcNow(), cancel).ConfigureAwait(false);
        if (answer.Index is not { } index)
        {
            return answer.IsRefused
                ? Finding.Warn($"The index of versions was refused: {answer.Error}").Because("somebody on the way changed it, it is an old copy, or the key in the configuration is another one's")
                    .Do("Compare the key with the one that the project publishes, and ask again later.", $"curl -sI {url}")
                : Finding.Skipped($"the index of versions cannot be had: {answer.Error}");
        }
        Release? newest = index.NewestAfter(server.Version);
        return newest is null ? Finding.Ok($"{server.Version} is the newest")
            : (index.FixesSecurity(server.Version) ? Finding.Warn($"{newest.Version} is out and fixes a security problem; {server.Version} runs here.") : Finding.Info($"{newest.Version} is out; {server.Version} runs here."))
                .Do("Update.", "apt upgrade port143", newest.Notes);
    }
}
