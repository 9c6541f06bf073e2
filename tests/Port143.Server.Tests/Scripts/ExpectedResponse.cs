namespace Port143.Server.Tests.Scripts;

/// <summary>A response that a script expects.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Pattern">How it looks, literals included.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
internal sealed record ExpectedResponse(int Line, string Pattern, bool IsOptional);
