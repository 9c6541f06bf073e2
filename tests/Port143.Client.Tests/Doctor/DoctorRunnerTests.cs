using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

public sealed class DoctorRunnerTests
{
    private sealed class Fake(string id, Func<CancellationToken, Task<Finding>> run, params string[] dependsOn) : DoctorCheck(id, "check " + id, CheckGroup.System, dependsOn)
    {
        public bool Owner { get; init; }

        public bool Takes { get; init; }

        public override bool NeedsOwner => Owner;

        public override bool IsLong => Takes;

        public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel) => run(cancel);
    }

    private static Task<DoctorReport> RunAsync(ExaminationOptions options, params DoctorCheck[] checks) => DoctorRunner.RunAsync(
        new Examination(null, options, new FakeResolver(), TimeProvider.System), checks, "test", null, null, TestContext.Current.CancellationToken);

    private static Func<CancellationToken, Task<Finding>> Says(Finding finding) => _ => Task.FromResult(finding);

    [Fact]
    public async Task A_check_whose_ground_failed_is_skipped_with_the_reason()
    {
        DoctorReport report = await RunAsync(
            new ExaminationOptions(), new Fake("A", Says(Finding.Fail("no"))), new Fake("B", Says(Finding.Ok("yes")), "A"), new Fake("C", Says(Finding.Ok("yes")), "B"));
        Assert.Equal([CheckStatus.Fail, CheckStatus.Skipped, CheckStatus.Skipped], report.Results.Select(r => r.Finding.Status));
        Assert.Equal("needs A (check A), which failed", report.Results[1].Finding.Message);
        Assert.Equal(2, report.ExitCode());
    }

    [Fact]
    public async Task A_check_without_an_end_is_cut_off_and_the_others_are_not()
    {
        var options = new ExaminationOptions { CheckLimit = TimeSpan.FromMilliseconds(100) };
        DoctorReport report = await RunAsync(
            options, new Fake("A", async c => { await Task.Delay(Timeout.Infinite, c); return Finding.Ok(""); }), new Fake("B", Says(Finding.Ok("yes"))));
        Assert.StartsWith("did not come to an end", report.Results[0].Finding.Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Ok, report.Results[1].Finding.Status);
    }

    [Fact]
    public async Task A_check_with_a_bug_ends_no_other()
    {
        DoctorReport report = await RunAsync(
            new ExaminationOptions(), new Fake("A", _ => throw new InvalidOperationException("oops")), new Fake("B", Says(Finding.Ok("yes"))));
        Assert.Contains("a bug of the doctor", report.Results[0].Finding.Message, StringComparison.Ordinal);
        Assert.Contains("oops", report.Results[0].Finding.Evidence["exception"], StringComparison.Ordinal);
        Assert.Equal(0, report.ExitCode());
    }

    [Fact]
    public async Task What_a_mail_client_would_not_do_waits_for_the_owner()
    {
        var check = new Fake("A", Says(Finding.Ok("yes"))) { Owner = true };
        var slow = new Fake("B", Says(Finding.Ok("yes"))) { Takes = true };
        Assert.All((await RunAsync(new ExaminationOptions(), check, slow)).Results, r => Assert.Equal(CheckStatus.Skipped, r.Finding.Status));
        Assert.Equal(3, (await RunAsync(new ExaminationOptions(), check, slow)).ExitCode());
        Assert.All((await RunAsync(new ExaminationOptions { IOwnThis = true, Long = true }, check, slow)).Results, r => Assert.Equal(CheckStatus.Ok, r.Finding.Status));
    }

    [Fact]
    public async Task Only_brings_what_is_depended_on()
    {
        var options = new ExaminationOptions { Only = new HashSet<string> { "c" } };
        DoctorReport report = await RunAsync(
            options, new Fake("A", Says(Finding.Ok(""))), new Fake("B", Says(Finding.Ok("")), "A"), new Fake("C", Says(Finding.Ok("")), "B"), new Fake("D", Says(Finding.Ok(""))));
        Assert.Equal(["A", "B", "C"], report.Results.Select(r => r.Check.Id));
    }

    [Fact]
    public async Task A_fact_is_found_out_once()
    {
        int asked = 0;
        var examination = new Examination(null, new ExaminationOptions(), new FakeResolver(), TimeProvider.System);
        int[] facts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => examination.FactAsync(
            "x", async c => { await Task.Delay(20, c); return Interlocked.Increment(ref asked); }, TestContext.Current.CancellationToken)));
        Assert.All(facts, f => Assert.Equal(1, f));
    }

    [Theory]
    [InlineData(CheckStatus.Warn, CheckStatus.Warn, 1)]
    [InlineData(CheckStatus.Warn, CheckStatus.Fail, 0)]
    [InlineData(CheckStatus.Fail, CheckStatus.Fail, 2)]
    [InlineData(CheckStatus.Info, CheckStatus.Warn, 0)]
    public async Task Exit_codes(CheckStatus status, CheckStatus failOn, int code) =>
        Assert.Equal(code, (await RunAsync(new ExaminationOptions(), new Fake("A", Says(new Finding(status, "x"))))).ExitCode(failOn));
}
