namespace Port143.Client.Doctor;

/// <summary>One thing to do about a finding.</summary>
/// <param name="Text">What to do, for a person.</param>
/// <param name="Command">A shell command that does it, complete and ready to paste; null when there is none.</param>
/// <param name="Url">Where more is said; null when nowhere.</param>
public sealed record Remedy(string Text, string? Command = null, string? Url = null)
{
    /// <summary>Whether <c>--fix --apply</c> may run <see cref="Command"/>: it changes only this machine and can be undone.</summary>
    public bool MayApply { get; init; }
}
