namespace Port143.SignIns;

/// <summary>Something that is, or was, in the way of a sign-in.</summary>
/// <param name="Problem">What it is.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Bars">Whether it bars somebody with the right secret, now.</param>
internal sealed record SignInFinding(string Problem, string Remedy, bool Bars);
