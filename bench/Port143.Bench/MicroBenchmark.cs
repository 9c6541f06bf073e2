namespace Port143.Bench;

/// <summary>One small piece of work, measured alone.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Budget">How many bytes one operation may allocate, once warm. Allocations do not depend on the machine; time does.</param>
/// <param name="Operation">Does it once.</param>
internal sealed record MicroBenchmark(string Name, long Budget, Action Operation);
