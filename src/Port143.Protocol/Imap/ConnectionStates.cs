namespace Port143.Protocol.Imap;

/// <summary>The states of a connection in which a command is valid (RFC 9051 section 3).</summary>
[Flags]
public enum ConnectionStates
{
    /// <summary>No state.</summary>
    None = 0,

    /// <summary>Before sign-in.</summary>
    NotAuthenticated = 1,

    /// <summary>Signed in, no mailbox selected.</summary>
    Authenticated = 2,

    /// <summary>Signed in, a mailbox selected.</summary>
    Selected = 4,

    /// <summary>Signed in, with or without a mailbox.</summary>
    SignedIn = Authenticated | Selected,

    /// <summary>Every state.</summary>
    Any = NotAuthenticated | SignedIn,
}
