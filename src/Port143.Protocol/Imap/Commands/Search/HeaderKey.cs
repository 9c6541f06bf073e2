namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>HEADER: messages with a field that contains a text.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Text">What to look for, decoded to Unicode; empty matches every message that has the field.</param>
public sealed record HeaderKey(string Name, string Text) : SearchKey;
