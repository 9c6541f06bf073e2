namespace Port143.Server.Authentication;

/// <summary>What came of a code that followed the right password.</summary>
internal enum CodeVerdict
{
    /// <summary>It was right, and is used up now.</summary>
    Right,

    /// <summary>It was right once, and was used.</summary>
    Used,

    /// <summary>It is none of the codes.</summary>
    Wrong,

    /// <summary>There were too many wrong ones; it was not looked at.</summary>
    TooMany,
}
