using System.Collections.Concurrent;

namespace Port143.Client.Doctor;

/// <summary>
/// One run of the doctor: what is examined, how, and what is known so far. A fact that several checks need is found out
/// once: who asks first sets it going, the others wait for the same.
/// </summary>
public sealed class Examination(ExaminationTarget? target, ExaminationOptions options, IResolver resolver, TimeProvider time, ServerFacts? server = null)
{
    private readonly ConcurrentDictionary<(Type, string), Lazy<Task>> _facts = new();
    private static readonly TimeSpan CleanupLimit = TimeSpan.FromSeconds(4);
    private readonly ConcurrentBag<Task> _tracked = [];
    private readonly CancellationTokenSource _end = new();

    /// <summary>The remote server; throws for an examination of this machine, which is a bug of the check.</summary>
    public ExaminationTarget Target => target ?? throw new InvalidOperationException("this examination has no remote target");

    /// <summary>What the program knows of the server on this machine; throws for a remote examination, which is a bug of the check.</summary>
    public ServerFacts Server => server ?? throw new InvalidOperationException("this examination is not of a server on this machine");

    /// <summary>Whether a server on this machine is examined.</summary>
    public bool IsOfServer => server is not null;

    /// <summary>How.</summary>
    public ExaminationOptions Options { get; } = options;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>DNS.</summary>
    public IResolver Resolver { get; } = resolver;

    /// <summary>
    /// A fact by its type and a key, found out once. Facts are values that also say what went wrong; they do not throw for
    /// what happens outside. The finding out goes on when the check that waits for it is cancelled, and ends with the
    /// examination.
    /// </summary>
    public Task<T> FactAsync<T>(string key, Func<CancellationToken, Task<T>> find, CancellationToken cancel)
    {
        var fact = (Task<T>)_facts.GetOrAdd((typeof(T), key), _ => new Lazy<Task>(() => Task.Run(() => find(_end.Token)))).Value;
        return fact.WaitAsync(cancel);
    }

    /// <summary>Has the end of the examination wait for something that may have to clean up.</summary>
    internal void Track(Task task) => _tracked.Add(task);

    /// <summary>Ends what still goes on, and waits a moment for what cleans up.</summary>
    internal async Task EndAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(_tracked), Task.Delay(CleanupLimit)).ConfigureAwait(false);
    }
}
