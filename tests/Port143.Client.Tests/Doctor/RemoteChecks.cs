using System.Net.Security;
using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>What the tests of remote checks share.</summary>
public abstract class RemoteChecks
{
    private protected const string Host = RemoteExamination.Host;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected static FakeServer Plain(SslStreamCertificateContext? certificate = null, string? greeting = "* OK ready") =>
        new() { Certificate = certificate ?? CertificateZoo.SelfSigned(), Greeting = greeting };

    private protected static FakeServer Secure(SslStreamCertificateContext? certificate = null) =>
        new() { ImplicitTls = true, Certificate = certificate ?? CertificateZoo.SelfSigned() };

    private protected static Examination SignedIn(FakeServer imaps, bool canary = false) => RemoteExamination.Of(
        imaps: imaps, change: o => o with { SignIn = new SignInCredentials("a@example.org", "pass word"), MayAppend = canary });

    private protected static void Is(Finding finding, CheckStatus status, string words)
    {
        Assert.True(finding.Status == status, $"{finding.Status}: {finding.Message} {finding.Cause} {string.Join("; ", finding.Evidence)}");
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        if (status >= CheckStatus.Warn)
        {
            Assert.NotEmpty(finding.Remedies);
        }
    }

    // A fact that need not be found out.
    private protected static Task Know<T>(Examination examination, string key, T fact) => examination.FactAsync(key, _ => Task.FromResult(fact), Cancel);
}
