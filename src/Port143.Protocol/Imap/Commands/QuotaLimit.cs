namespace Port143.Protocol.Imap.Commands;

/// <summary>A limit of SETQUOTA.</summary>
/// <param name="Resource">The resource's name in capitals, such as <c>STORAGE</c>.</param>
/// <param name="Limit">How much of it may be used, in the resource's unit.</param>
public sealed record QuotaLimit(string Resource, long Limit);
