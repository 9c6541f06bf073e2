namespace Port143.Client.Doctor;

/// <summary>
/// One check: one file, one id that is never given to another, one page <c>docs/doctor/ID.md</c>. It looks and says; it
/// changes nothing. What it needs to know it asks the examination for, so that no two checks ask the network the same.
/// </summary>
/// <param name="id">The stable id, such as <c>R06</c>.</param>
/// <param name="title">What it looks at, in few words, such as <c>port 993</c>.</param>
/// <param name="group">The part of the report that it stands in.</param>
/// <param name="dependsOn">The checks without whose success this one makes no sense.</param>
public abstract class DoctorCheck(string id, string title, CheckGroup group, params string[] dependsOn)
{
    /// <summary>The stable id, such as <c>R06</c>.</summary>
    public string Id => id;

    /// <summary>What it looks at, in few words, such as <c>port 993</c>.</summary>
    public string Title => title;

    /// <summary>The part of the report that it stands in.</summary>
    public CheckGroup Group => group;

    /// <summary>The checks that must not have failed or been skipped before this one makes sense.</summary>
    public IReadOnlyList<string> DependsOn => dependsOn;

    /// <summary>Whether it goes beyond what a mail client does, so that it runs only with <c>--i-own-this</c>.</summary>
    public virtual bool NeedsOwner => false;

    /// <summary>Whether it runs only with <c>--long</c> or <c>--deep</c>, which have no limit of time.</summary>
    public virtual bool IsLong => false;

    /// <summary>How long it may take where that is not what all checks may (<see cref="ExaminationOptions.CheckLimit"/>); null for that.</summary>
    public virtual TimeSpan? OwnLimit => null;

    /// <summary>
    /// Looks. Throws only <see cref="OperationCanceledException"/> for its token: what goes wrong outside is a finding.
    /// </summary>
    public abstract Task<Finding> RunAsync(Examination examination, CancellationToken cancel);
}
