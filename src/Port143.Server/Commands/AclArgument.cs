using System.Diagnostics.CodeAnalysis;
using Port143.Mail;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>The identifier of SETACL, DELETEACL and LISTRIGHTS (RFC 4314 section 3).</summary>
internal static class AclArgument
{
    /// <summary>
    /// Reads an identifier. Whether there is such an account is not asked: that would tell who has one.
    /// </summary>
    public static bool TryRead(
        string text, MailboxView mailbox, [NotNullWhen(true)] out AclIdentifier? identifier, out bool isOwner, out CommandResult refusal)
    {
        isOwner = false;
        if (!AclIdentifier.TryParse(text, out identifier, out string? error))
        {
            refusal = CommandResult.Bad($"An identifier is an account's address or \"anyone\": {error}");
            return false;
        }
        isOwner = !identifier.IsNegative && mailbox.Owner.Equals(identifier.Address);
        refusal = default;
        return true;
    }
}
