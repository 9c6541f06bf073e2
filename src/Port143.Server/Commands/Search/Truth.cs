namespace Port143.Server.Commands.Search;

/// <summary>Whether a message matches, as far as is known yet.</summary>
internal enum Truth
{
    /// <summary>It does not.</summary>
    False,

    /// <summary>That needs the message's content.</summary>
    Unknown,

    /// <summary>It does.</summary>
    True,
}
