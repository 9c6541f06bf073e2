using Port143.Tests.Cli;

namespace Port143.Tests.Clients;

[Collection(nameof(TryTests))] // two trials that start together may choose the same ports
public sealed class TryLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_lines_that_try_prints_for_mbsync_and_curl_can_be_copied()
    {
        ForeignProgram.Need("mbsync");
        ForeignProgram.Need("curl");
        using var trial = System.Diagnostics.Process.Start(Port143Process.StartInfo("try"))!;
        try
        {
            Task<string> errors = trial.StandardError.ReadToEndAsync();
            var lines = new List<string>();
            while (await trial.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line && !line.StartsWith("Ctrl+C", StringComparison.Ordinal))
            {
                lines.Add(line);
            }
            int start = lines.FindIndex(l => l.StartsWith("  mbsync", StringComparison.Ordinal)) + 1;
            int end = lines.FindIndex(l => l.StartsWith("  mail in", StringComparison.Ordinal));
            File.WriteAllLines(_folder["try.mbsyncrc"], lines[start..end].Select(l => l.Trim()));
            Directory.CreateDirectory(_folder["try-mail"]);
            await ForeignProgram.OkAsync(_folder.Path, "mbsync", "-c", _folder["try.mbsyncrc"], "try");
            Assert.NotEmpty(Directory.GetFiles(_folder["try-mail/INBOX"], "*", SearchOption.AllDirectories));
            string curl = lines.Single(l => l.StartsWith("  curl", StringComparison.Ordinal))["  curl".Length..].Trim();
            Assert.Contains("Subject: ", (await ForeignProgram.OkAsync(_folder.Path, "sh", "-c", curl)).Text);
        }
        finally
        {
            using System.Diagnostics.Process stop = System.Diagnostics.Process.Start("kill", ["-TERM", $"{trial.Id}"]);
            await trial.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        Assert.Equal(0, trial.ExitCode);
    }
}
