namespace Port143.Storage.Search.Terms;

/// <summary>How a character counts when text is cut into terms.</summary>
internal enum TermCharacter : byte
{
    /// <summary>It lies between terms.</summary>
    Separator,

    /// <summary>A letter, digit or mark of a script that puts blanks between words.</summary>
    Letter,

    /// <summary>Of a script that does not, or beyond the basic plane.</summary>
    Unspaced,
}
