namespace Port143.Storage;

/// <summary>A question to the search index (<see cref="IMailStorage.FindTextAsync"/>).</summary>
/// <param name="Fields">Where to look; a message matches when the text is in one of them.</param>
/// <param name="Text">What is looked for, within one field or one text, without regard to case (i;unicode-casemap).</param>
public readonly record struct TextQuery(TextFields Fields, string Text);
