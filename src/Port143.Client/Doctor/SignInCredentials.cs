namespace Port143.Client.Doctor;

/// <summary>Who signs in. The password is sent behind TLS only, and stands in no report.</summary>
/// <param name="User">The name.</param>
/// <param name="Password">The password.</param>
public sealed record SignInCredentials(string User, string Password)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => User;
}
