using System.ComponentModel;
using System.Diagnostics;

namespace Port143.Server.Tls.Acme;

/// <summary>
/// dns-01 (RFC 8555 section 8.4): runs <c>PROGRAM add|remove _acme-challenge.NAME VALUE</c>. It ends with 0 when the record can be
/// seen in DNS.
/// </summary>
internal sealed class DnsHookResponder(string program) : AcmeResponder
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override string Type => "dns-01";

    /// <inheritdoc/>
    public override Task ShowAsync(AcmeProof proof, CancellationToken cancel) => RunAsync("add", proof, cancel);

    /// <inheritdoc/>
    public override async Task HideAsync(AcmeProof proof)
    {
        try
        {
            await RunAsync("remove", proof, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AcmeException)
        {
            // A record too many harms nobody.
        }
    }

    private async Task RunAsync(string verb, AcmeProof proof, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true };
        start.ArgumentList.Add(verb);
        start.ArgumentList.Add("_acme-challenge." + proof.Name);
        start.ArgumentList.Add(proof.DnsValue);
        using Process process = Start(start);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            throw new AcmeException($"{program} {verb} took longer than {Limit.TotalMinutes:F0} minutes");
        }
        if (process.ExitCode != 0)
        {
            throw new AcmeException($"{program} {verb} _acme-challenge.{proof.Name} ended with {process.ExitCode}; run it by hand to see why");
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new AcmeException($"acme.dns_hook: {program} cannot be run ({error.Message})", null, error);
        }
    }
}
