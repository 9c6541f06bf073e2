namespace Port143.Storage;

/// <summary>What came of a change.</summary>
/// <param name="Failure">Why it was not made, or <see cref="ChangeFailure.None"/>.</param>
public abstract record ChangeResult(ChangeFailure Failure)
{
    /// <summary>Whether the change was made.</summary>
    public bool Succeeded => Failure == ChangeFailure.None;
}
