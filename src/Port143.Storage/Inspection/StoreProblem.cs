namespace Port143.Storage.Inspection;

/// <summary>Something in an account's store that must not be.</summary>
/// <param name="Kind">What kind, in words that stay the same: <c>damaged database</c>, <c>missing content</c> ...</param>
/// <param name="Folder">The account's folder.</param>
/// <param name="Place">Where: that folder, with mailbox and UID or the content's number where known.</param>
/// <param name="Text">What exactly.</param>
public sealed record StoreProblem(string Kind, string Folder, string Place, string Text);
