namespace Port143.Storage.Threading;

/// <summary>One message of a THREAD response (RFC 5256 section 4) and the parentheses around it.</summary>
/// <param name="Message">Its place among the messages that were threaded.</param>
/// <param name="Parentheses">Those that are opened before it in the two lowest bits, those that are closed behind it above.</param>
public readonly record struct ThreadStep(int Message, int Parentheses)
{
    /// <summary>How many lists begin before the message: two where a dummy holds several at the top.</summary>
    public int Opens => Parentheses & 3;

    /// <summary>How many lists end with the message; after one that ends none a blank stands.</summary>
    public int Closes => Parentheses >> 2;
}
