namespace Port143.Server.Authentication;

/// <summary>The mechanisms that there are.</summary>
public static class SaslMechanisms
{
    /// <summary>Their names, best first, as announced in AUTH=.</summary>
    public static readonly IReadOnlyList<string> Names = [PlainMechanism.Name, LoginMechanism.Name];

    /// <summary>Begins an exchange of the mechanism with this name, in any case; null when there is none.</summary>
    public static ISaslMechanism? Create(string name) =>
        name.Equals(PlainMechanism.Name, StringComparison.OrdinalIgnoreCase) ? new PlainMechanism()
        : name.Equals(LoginMechanism.Name, StringComparison.OrdinalIgnoreCase) ? new LoginMechanism()
        : null;
}
