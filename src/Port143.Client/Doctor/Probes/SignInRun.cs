namespace Port143.Client.Doctor.Probes;

/// <summary>A sign-in that goes on while the checks read what it has found so far.</summary>
internal sealed class SignInRun
{
    private readonly TaskCompletionSource<SignInReport> _signed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SignInReport> _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<SignInReport> _ended = null!;

    /// <summary>Sets it going; <paramref name="track"/> is given the whole of it, which may have to clean up after the examination.</summary>
    public static SignInRun Start(Func<SignInRun, Task<SignInReport>> run, Action<Task> track)
    {
        var started = new SignInRun();
        started._ended = Task.Run(() => started.RunAsync(run));
        track(started._ended);
        return started;
    }

    /// <summary>A stage is reached.</summary>
    public void Reached(SignInStage stage, SignInReport report) => (stage == SignInStage.Signed ? _signed : _looked).TrySetResult(report);

    /// <summary>The report at the end of a stage.</summary>
    public Task<SignInReport> At(SignInStage stage) => stage switch { SignInStage.Signed => _signed.Task, SignInStage.Looked => _looked.Task, _ => _ended };

    private async Task<SignInReport> RunAsync(Func<SignInRun, Task<SignInReport>> run)
    {
        try
        {
            SignInReport report = await run(this).ConfigureAwait(false);
            _signed.TrySetResult(report);
            _looked.TrySetResult(report);
            return report;
        }
        catch (Exception error)
        {
            // Whoever waits for a stage that is not reached any more learns why.
            _signed.TrySetException(error);
            _looked.TrySetException(error);
            throw;
        }
    }
}
