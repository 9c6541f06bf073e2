namespace Port143.Storage.Tests.Digest;

/// <summary>Tests that measure time run alone.</summary>
[CollectionDefinition(nameof(MeasuredTests), DisableParallelization = true)]
public sealed class MeasuredTests;
