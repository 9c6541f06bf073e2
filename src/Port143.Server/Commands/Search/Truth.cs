namespace Port143.Server.Commands.Search;

/// <summary>Whether a message matches, as far as is known yet. In this order AND is the least, OR the greatest (<see cref="Truths"/>).</summary>
internal enum Truth : byte
{
    /// <summary>It does not.</summary>
    False,

    /// <summary>That needs the message's content.</summary>
    Unknown,

    /// <summary>It does.</summary>
    True,
}
