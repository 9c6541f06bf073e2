namespace Port143.Server.Authentication;

/// <summary>
/// How a device password is written: 24 letters and digits in four groups. Blanks, hyphens and capitals make no difference
/// where the password itself is sent; for SCRAM the client has to have it as it was shown.
/// </summary>
internal static class DeviceText
{
    /// <summary>How many letters and digits there are.</summary>
    public const int Length = PasswordGenerator.Groups * PasswordGenerator.GroupLength;

    /// <summary>The 24 characters alone; false when the bytes cannot be a device password.</summary>
    public static bool TryReduce(ReadOnlySpan<byte> password, Span<byte> reduced)
    {
        int count = 0;
        foreach (byte sent in password)
        {
            if (sent is (byte)'-' or (byte)' ')
            {
                continue;
            }
            byte letter = sent is >= (byte)'A' and <= (byte)'Z' ? (byte)(sent | 0x20) : sent;
            if (count == Length || !PasswordGenerator.Alphabet.Contains((char)letter, StringComparison.Ordinal))
            {
                return false;
            }
            reduced[count++] = letter;
        }
        return count == Length;
    }
}
