namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S01: the configuration has no mistakes.</summary>
internal sealed class S01Configuration() : DoctorCheck("S01", "configuration", CheckGroup.Service)
{
    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<string> mistakes = examination.Server.ConfigurationFindings;
        return Task.FromResult(mistakes.Count == 0
            ? Finding.Ok(File.Exists(examination.Server.ConfigurationFile) ? examination.Server.ConfigurationFile : "all defaults, without a file")
            : Finding.Fail(mistakes[0]).With(mistakes.Skip(1)).Do("Correct the lines, and check them:", $"port143 config check --data {examination.Server.DataFolder}"));
    }
}
