namespace Port143.Storage;

/// <summary>An entry to set.</summary>
/// <param name="Owner">Whose private entry it is; null for a shared one.</param>
/// <param name="Entry">The entry, a valid name.</param>
/// <param name="Value">Its value; null removes the entry (NIL, RFC 5464 section 4.3).</param>
public sealed record NewAnnotation(AccountId? Owner, string Entry, byte[]? Value);
