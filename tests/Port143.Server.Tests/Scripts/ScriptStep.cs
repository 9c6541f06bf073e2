namespace Port143.Server.Tests.Scripts;

/// <summary>One step of a script.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Session">Whose step it is; empty for the only session.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Text">What is sent.</param>
/// <param name="Expected">The responses expected.</param>
/// <param name="AnyOrder">Whether they may come in any order.</param>
internal sealed record ScriptStep(
    int Line, string Session, ScriptVerb Verb, string Text, IReadOnlyList<ExpectedResponse> Expected, bool AnyOrder = false);
