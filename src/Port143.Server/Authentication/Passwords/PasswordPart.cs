namespace Port143.Server.Authentication;

/// <summary>What somebody who guesses would try as a part of a password.</summary>
[Flags]
internal enum PasswordPart
{
    /// <summary>Nothing of that.</summary>
    None = 0,

    /// <summary>A common password, or a word that is one.</summary>
    Common = 1,

    /// <summary>A part of the account's address.</summary>
    Address = 2,

    /// <summary>Neighbours in the alphabet, in counting or on the keyboard, or one character many times.</summary>
    Run = 4,

    /// <summary>The same again.</summary>
    Repetition = 8,
}
