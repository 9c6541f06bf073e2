namespace Port143.Doctor;

/// <summary>The line at the bottom of a terminal that tells how many checks are done while slow ones run.</summary>
/// <param name="total">How many there are.</param>
/// <param name="off">Whether there is no terminal to show it on.</param>
internal sealed class DoctorProgress(int total, bool off) : IDisposable
{
    private int _done;
    private bool _shown;

    /// <summary>One more is done.</summary>
    public void Done()
    {
        _done++;
        if (!off)
        {
            Console.Error.Write($"\r{_done} of {total} checks ...");
            _shown = true;
        }
    }

    /// <summary>Takes the line away, before something else is written.</summary>
    public void Clear()
    {
        if (_shown)
        {
            Console.Error.Write("\r\x1b[K");
            _shown = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}
