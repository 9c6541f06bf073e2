namespace Port143.Server.Authentication;

/// <summary>Whether SCRAM is announced.</summary>
public enum ScramOffer
{
    /// <summary>
    /// Where it helps: once any account has a device password, and not to addresses from which main passwords come, for some
    /// clients choose SCRAM whenever they see it and then fail, because main passwords have no verifiers.
    /// </summary>
    Auto,

    /// <summary>Always, where passwords are taken.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
