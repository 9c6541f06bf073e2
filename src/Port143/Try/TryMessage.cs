namespace Port143.Try;

/// <summary>A made-up message of the trial mailbox.</summary>
/// <param name="Mailbox">Where it lies.</param>
/// <param name="Name">The name of its text in Mail, without <c>.eml</c>.</param>
/// <param name="Age">How many hours before the start of the trial it came.</param>
/// <param name="Flags">Its flags.</param>
internal sealed record TryMessage(string Mailbox, string Name, int Age, params string[] Flags);
