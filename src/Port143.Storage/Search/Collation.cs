namespace Port143.Storage.Search;

/// <summary>How texts are compared (RFC 4790). All of these offer equality, substrings and ordering.</summary>
public enum Collation
{
    /// <summary>i;unicode-casemap (RFC 5051): without regard to case, in every script.</summary>
    UnicodeCasemap,

    /// <summary>i;ascii-casemap (RFC 4790 section 9.2): without regard to the case of A to Z.</summary>
    AsciiCasemap,

    /// <summary>i;octet (RFC 4790 section 9.3): exactly.</summary>
    Octet,
}
