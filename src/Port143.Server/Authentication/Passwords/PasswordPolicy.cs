using System.Text;
using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>
/// Which passwords an account may be given (NIST SP 800-63B-4 section 3.1.1): long enough, and not one that is guessed first. There
/// are no rules of what characters it has. Passwords that are there already go on working.
/// </summary>
public static class PasswordPolicy
{
    /// <summary>The fewest characters (code points) of a password that is all there is.</summary>
    public const int MinAlone = 15;

    /// <summary>The fewest characters of a password beside a second factor.</summary>
    public const int MinWithFactor = 8;

    /// <summary>Why an account may not have a password, or null. The reason does not repeat any of it.</summary>
    public static string? Refuse(string password, AccountAddress address, bool hasSecondFactor)
    {
        if (OpaqueString.Prepare(password) is not { } prepared)
        {
            return "the password holds a control character, or one that no standard knows";
        }
        if (Encoding.UTF8.GetByteCount(prepared) > PasswordHasher.MaxPasswordBytes)
        {
            return $"the password has more than {PasswordHasher.MaxPasswordBytes} bytes";
        }
        int length = prepared.EnumerateRunes().Count(), least = hasSecondFactor ? MinWithFactor : MinAlone;
        if (length < least)
        {
            return $"the password has {length} characters and needs {least}"
                + (hasSecondFactor ? "" : $" ({MinWithFactor} for an account with a second factor)");
        }
        (double cost, PasswordPart parts) = new PasswordGuess(CommonPasswords.Read(), address).Of(prepared);
        return cost >= PasswordGuess.Enough ? null
            : "the password is guessed soon: it is little more than " + Describe(parts) + "; add words that have nothing to do with each other";
    }

    private static string Describe(PasswordPart parts)
    {
        var names = new List<string>();
        if (parts.HasFlag(PasswordPart.Common))
        {
            names.Add("common passwords");
        }
        if (parts.HasFlag(PasswordPart.Address))
        {
            names.Add("parts of the address");
        }
        if (parts.HasFlag(PasswordPart.Run))
        {
            names.Add("runs such as 1234, aaaa or qwertz");
        }
        if (parts.HasFlag(PasswordPart.Repetition))
        {
            names.Add("the same thing repeated");
        }
        return names.Count > 0 ? string.Join(" and ", names) : "digits and signs";
    }
}
