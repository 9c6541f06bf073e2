namespace Port143.Server.Authentication;

/// <summary>What a client sends that knows no second factor: the password, and directly after it the code.</summary>
internal static class CodeTail
{
    /// <summary>The most bytes that a code adds to a password.</summary>
    public const int MaxLength = RecoveryCodes.Length;

    /// <summary>
    /// How many bytes at the end may be a code: six for digits, <see cref="RecoveryCodes.Length"/> for a recovery code, 0 for neither.
    /// At least one byte of password is left. A recovery code cannot end with six digits, so there is one answer.
    /// </summary>
    public static int Length(ReadOnlySpan<byte> sent) =>
        sent.Length > Totp.Digits && Totp.TryParse(sent[^Totp.Digits..], out _) ? Totp.Digits
        : sent.Length > RecoveryCodes.Length && RecoveryCodes.IsOne(sent[^RecoveryCodes.Length..]) ? RecoveryCodes.Length
        : 0;
}
