namespace Port143.Server.Authentication;

/// <summary>What came of a sign-in, with the response code it is answered with (RFC 5530, RFC 9051 section 7.1).</summary>
public enum SignInOutcome
{
    /// <summary>Signed in: OK.</summary>
    Success,

    /// <summary>No such account or not its password, which is the same to the client: NO [AUTHENTICATIONFAILED].</summary>
    Rejected,

    /// <summary>The right password of an account that is disabled: NO [CONTACTADMIN].</summary>
    Disabled,

    /// <summary>
    /// The right secret, which is not enough or not for here: NO [AUTHENTICATIONFAILED] with words that a person can act on.
    /// </summary>
    Explained,

    /// <summary>Too many sign-ins at once; try again: NO [UNAVAILABLE].</summary>
    Busy,
}
