namespace Port143.Client.Doctor.Probes;

/// <summary>How far a sign-in has come; see <see cref="SignInProbe"/>.</summary>
public enum SignInStage
{
    /// <summary>The server has answered the sign-in, or did not in time.</summary>
    Signed,

    /// <summary>Mailboxes were listed, INBOX opened and looked into.</summary>
    Looked,

    /// <summary>The canary, where one is allowed, was told of or not, and is gone.</summary>
    Ended,
}
