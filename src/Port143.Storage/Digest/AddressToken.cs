namespace Port143.Storage.Digest;

/// <summary>What <see cref="AddressLexer"/> tells apart.</summary>
internal enum AddressToken
{
    /// <summary>Blanks and folds.</summary>
    Blank,

    /// <summary>A comment; the text is without its parentheses.</summary>
    Comment,

    /// <summary>A quoted string; the text is without its quotes.</summary>
    Quoted,

    /// <summary>One of <c>&lt; &gt; @ , ; :</c>.</summary>
    Special,

    /// <summary>Anything else.</summary>
    Text,
}
