using System.Text;
using System.Text.Json;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Reports;

namespace Port143.Client.Tests.Doctor;

public sealed class ReportTests
{
    private static readonly DoctorCheck First = DoctorChecks.Remote[0];

    private static DoctorReport Report(params Finding[] findings) => new(
        "example.org", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "192.0.2.2", [.. findings.Select(f => new CheckResult(First, f, TimeSpan.FromMilliseconds(7)))],
        TimeSpan.FromSeconds(1.25));

    [Fact]
    public void A_finding_is_a_paragraph_with_cause_and_remedy()
    {
        Finding finding = Finding.Fail("It is broken.").Because("it fell").Do("Glue it.", "glue it").With(["in two places"]);
        Assert.Equal(
            " [FAIL] the name exists                It is broken.  (R01)\n          in two places\n".Replace("          in", "                in", StringComparison.Ordinal)
            + "          cause it fell\n          fix   Glue it.\n                  glue it\n",
            TextReport.Check(new CheckResult(First, finding, TimeSpan.Zero), verbose: false, colour: false));
    }

    [Fact]
    public void What_was_skipped_is_seen_with_verbose_alone_and_counted_always()
    {
        var skipped = new CheckResult(First, Finding.Skipped("no way"), TimeSpan.Zero);
        Assert.Equal("", TextReport.Check(skipped, verbose: false, colour: false));
        // What was to be known and is not, is shown.
        Assert.Contains("[skip]", TextReport.Check(skipped with { Finding = skipped.Finding with { IsUnexpected = true } }, verbose: false, colour: false), StringComparison.Ordinal);
        Assert.Contains("[skip]", TextReport.Check(skipped, verbose: true, colour: false), StringComparison.Ordinal);
        Assert.StartsWith("\n1 problem, 2 warnings, 1 ok, 1 skipped, in 1.2 s.", TextReport.Summary(Report(
            Finding.Fail("a"), Finding.Warn("b"), Finding.Warn("c"), Finding.Ok("d"), Finding.Skipped("e"))), StringComparison.Ordinal);
        Assert.StartsWith("\nBegin with R01 (the name exists); what stands below may follow from it.\n2 problems, in", TextReport.Summary(Report(Finding.Fail("a"), Finding.Fail("b"))).Replace(", 0 ok", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_every_field_of_the_schema()
    {
        using JsonDocument json = JsonDocument.Parse(JsonReport.Write(Report(Finding.Warn("slow").Because("far").Do("move", "mv a b").Saw("rtt", 12)), "1.2.3"));
        JsonElement root = json.RootElement;
        Assert.Equal("port143.doctor/1", root.GetProperty("schema").GetString());
        Assert.Equal(1, root.GetProperty("summary").GetProperty("warn").GetInt32());
        JsonElement check = root.GetProperty("checks")[0];
        Assert.Equal(
            ["id", "group", "title", "status", "message", "cause", "details", "remedy", "evidence", "elapsed_ms", "depends_on", "docs"], check.EnumerateObject().Select(p => p.Name));
        Assert.Equal("warn", check.GetProperty("status").GetString());
        Assert.Equal("mv a b", check.GetProperty("remedy")[0].GetProperty("command").GetString());
        Assert.Equal("12", check.GetProperty("evidence").GetProperty("rtt").GetString());
    }

    [Fact]
    public void No_secret_leaves_in_a_bundle()
    {
        const string canary = "canary-Zx9";
        string text = $"""
            a1 LOGIN alice@example.org {canary}
            a2 LOGIN "alice@example.org" "{canary}"
            a3 AUTHENTICATE PLAIN {canary}
            Authorization: Bearer {canary}
            password = "{canary}"
            client_secret: {canary}
            "api_key": "{canary}"
            -----BEGIN PRIVATE KEY-----
            {canary}
            -----END PRIVATE KEY-----
            typed {canary}-typed and {Convert.ToBase64String(Encoding.UTF8.GetBytes(canary + "-typed"))}
            from bob@example.org to alice@example.org, port 993
            """;
        string clean = new Redaction(new SignInCredentials("alice@example.org", canary + "-typed")).Clean(text);
        Assert.DoesNotContain("canary", clean, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(canary)), clean, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", clean, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", clean, StringComparison.Ordinal);
        Assert.Contains("@example.org, port 993", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail.example.org", "mail.example.org", null)]
    [InlineData("a@Example.ORG.", "example.org", "a")]
    [InlineData("imaps://mail.example.org/INBOX", "mail.example.org", null)]
    [InlineData("b\u00FCcher.example", "xn--bcher-kva.example", null)]
    public void Targets(string text, string name, string? user)
    {
        Assert.True(ExaminationTarget.TryParse(text, out ExaminationTarget? target, out _));
        Assert.Equal((name, user), (target.Name, target.User));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a@")]
    [InlineData("no host")]
    [InlineData("-x..y")]
    public void What_is_no_target(string text) => Assert.False(ExaminationTarget.TryParse(text, out _, out _));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    public void Addresses_as_targets(string text, string address)
    {
        Assert.True(ExaminationTarget.TryParse(text, out ExaminationTarget? target, out _));
        Assert.Equal(address, target.Host);
    }
}
