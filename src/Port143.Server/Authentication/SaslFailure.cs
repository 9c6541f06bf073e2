namespace Port143.Server.Authentication;

/// <summary>Why an exchange ended without credentials.</summary>
public enum SaslFailure
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The response breaks the mechanism's syntax: BAD.</summary>
    Malformed,

    /// <summary>The client asks to act as somebody else than it signs in as: NO [AUTHORIZATIONFAILED].</summary>
    ActsForAnother,

    /// <summary>The client bound another channel than this, or was made believe that it cannot: NO [AUTHENTICATIONFAILED].</summary>
    ChannelBinding,
}
