namespace Port143.Tests.Processes;

/// <summary>Tests that load the machine or measure it: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "one at a time";
}
