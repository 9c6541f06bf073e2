namespace Port143.Server;

/// <summary>A listener that accepts connections.</summary>
/// <param name="Name"><c>imap</c>, <c>imaps</c>, <c>imaps585</c> or <c>lmtp</c>.</param>
/// <param name="Address">Where, as <c>HOST:PORT</c> with the real port, or <c>unix:PATH</c>.</param>
public sealed record BoundListener(string Name, string Address);
