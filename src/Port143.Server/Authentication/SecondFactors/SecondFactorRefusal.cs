namespace Port143.Server.Authentication;

/// <summary>What a person is told whose password is right, and whose second factor is not. Not for who does not know the password.</summary>
internal static class SecondFactorRefusal
{
    /// <summary>The password came alone.</summary>
    public const string MissingText =
        "This account needs a device password: ask the administrator for one for this program, or type the six digits of your authenticator directly after your password";

    /// <summary>The code was right once.</summary>
    public const string UsedText =
        "The code after your password was used already, each works once: wait for the next one, or use a device password in a program that signs in by itself";

    /// <summary>It is none of the codes.</summary>
    public const string WrongText =
        "The code after your password is not right: wait for the next one, and look whether the clock of your authenticator is right";

    /// <summary>It was not looked at.</summary>
    public const string TooManyText = "Too many wrong codes: try again in ten minutes, or use a device password";

    /// <summary>The refusal of a password that came alone.</summary>
    public static readonly SignInResult Missing = SignInResult.Explain(MissingText);

    /// <summary>The word of the log and the answer for a code that was not accepted.</summary>
    public static (string Cause, SignInResult Result) Of(CodeVerdict verdict) => verdict switch
    {
        CodeVerdict.Used => (SignInLog.CodeUsed, SignInResult.Explain(UsedText)),
        CodeVerdict.TooMany => (SignInLog.CodeLimit, SignInResult.Explain(TooManyText)),
        _ => (SignInLog.CodeWrong, SignInResult.Explain(WrongText)),
    };
}
