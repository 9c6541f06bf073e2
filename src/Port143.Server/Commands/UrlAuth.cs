using System.Security.Cryptography;
using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>
/// Authorization in URLs (RFC 4467): a token is an HMAC over the URL with the key of its mailbox. A mailbox that is not there,
/// an owner who is not there and a wrong token take the same steps and give the same answer.
/// </summary>
internal static class UrlAuth
{
    /// <summary>The one mechanism: the token is this server's own business (RFC 4467 section 2.4.1).</summary>
    public const string Mechanism = "INTERNAL";

    /// <summary>Names the algorithm within the token: HMAC-SHA256 over the rump URL.</summary>
    private const string Algorithm = "01";

    private const int KeySize = 32;

    /// <summary>A new key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeySize);

    /// <summary>The token of a URL.</summary>
    public static string Token(ReadOnlySpan<byte> key, string rump) =>
        Algorithm + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(rump)));

    /// <summary>
    /// Whose mailboxes a URL means. A user without a domain has that of the server (<c>imap://joe@example.com</c> is the account
    /// joe@example.com).
    /// </summary>
    public static AccountAddress? OwnerOf(ImapUrl url)
    {
        if (url.User is not { } user || url.Host is not { } host)
        {
            return null;
        }
        string name = user.Contains('@') ? user : $"{user}@{host.Split(':')[0]}";
        return AccountAddress.TryCreate(name, out AccountAddress? address, out _) ? address : null;
    }

    /// <summary>Whether an access identifier is one (RFC 4467 section 3).</summary>
    public static bool IsAccess(string access) =>
        access.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || access.Equals("authuser", StringComparison.OrdinalIgnoreCase)
        || HasUser(access, "user+") || HasUser(access, "submit+");

    /// <summary>The mailbox of a URL whose token, date and access identifier are good for this session; null for all others.</summary>
    public static async ValueTask<(AccountId Account, MailboxId Mailbox)?> VerifyAsync(ImapSession session, ImapUrl url, CancellationToken cancel)
    {
        byte[]? key = null;
        (AccountId, MailboxId)? mailbox = null;
        if (OwnerOf(url) is { } address && url.Mailbox is { } text
            && await session.Services.Directory.FindAsync(address, cancel).ConfigureAwait(false) is { IsDisabled: false } owner
            && MailboxName.TryCreate(text, out MailboxName? name, out _))
        {
            MailboxList list = await session.Services.Storage.ListMailboxesAsync(owner.Id, cancel).ConfigureAwait(false);
            if (list.Find(name) is { } info && (info.Acl.RightsOfOwner(address) & CommandRights.Select) != 0)
            {
                mailbox = (owner.Id, info.Id);
                key = await session.Services.Storage.ReadUrlKeyAsync(owner.Id, info.Id, cancel).ConfigureAwait(false);
            }
        }
        byte[] expected = Encoding.ASCII.GetBytes(Token(key ?? NewKey(), url.Rump));
        byte[] given = Encoding.UTF8.GetBytes(url.Token ?? "");
        bool good = CryptographicOperations.FixedTimeEquals(expected, given)
            && key is not null
            && string.Equals(url.Mechanism, Mechanism, StringComparison.OrdinalIgnoreCase)
            && (url.Expire is not { } end || session.Services.Time.GetUtcNow() <= end)
            && url.Access is { } access && Admits(access, session);
        return good ? mailbox : null;
    }

    // RFC 4467 section 3. Nobody signs in anonymously here, and no account has the role of a submission server.
    private static bool Admits(string access, ImapSession session) =>
        access.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || access.Equals("authuser", StringComparison.OrdinalIgnoreCase)
        || HasUser(access, "user+") && AccountAddress.TryCreate(access["user+".Length..], out AccountAddress? user, out _)
            && user.Equals(session.Account!.Address)
        || HasUser(access, "submit+") && session.Services.Options.SubmitAccounts.Contains(session.Account!.Address);

    private static bool HasUser(string access, string prefix) =>
        access.Length > prefix.Length && access.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
