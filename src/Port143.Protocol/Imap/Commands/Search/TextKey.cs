namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>FROM, TO, CC, BCC, SUBJECT, BODY and TEXT: messages that contain a text, regardless of case.</summary>
/// <param name="Field">Where to look.</param>
/// <param name="Text">What to look for, decoded to Unicode; may be empty, which every text contains.</param>
public sealed record TextKey(TextField Field, string Text) : SearchKey;
