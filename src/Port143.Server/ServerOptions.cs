using Port143.Mail;
using Port143.Server.Referrals;
using Port143.Storage;

namespace Port143.Server;

/// <summary>Everything that the server is told when it starts; immutable. The defaults are the ones that ship.</summary>
public sealed record ServerOptions
{
    /// <summary>The data folder, a full path.</summary>
    public required string DataFolder { get; init; }

    /// <summary>IMAP with STARTTLS (RFC 9051). Default: port 143 on every address.</summary>
    public ListenAddress Imap { get; init; } = ListenAddress.Tcp(null, 143);

    /// <summary>IMAP over TLS (RFC 8314). Default: port 993 on every address.</summary>
    public ListenAddress Imaps { get; init; } = ListenAddress.Tcp(null, 993);

    /// <summary>IMAP over TLS on the port that was once assigned to it, for old clients. Default: off.</summary>
    public ListenAddress Imaps585 { get; init; } = ListenAddress.Off;

    /// <summary>LMTP (RFC 2033), for the mail transfer agent. Default: port 24 on 127.0.0.1.</summary>
    public ListenAddress Lmtp { get; init; } = ListenAddress.Tcp(System.Net.IPAddress.Loopback, 24);

    /// <summary>Who may sign in without TLS. Default: nobody.</summary>
    public CleartextLogin CleartextLogin { get; init; }

    /// <summary>What is neither announced nor enabled, for clients that misuse it. Default: nothing is hidden.</summary>
    public IReadOnlyList<HiddenCapability> HiddenCapabilities { get; init; } = [];
    /// <summary>Whether the owner of an account may set its limits (SETQUOTA, RFC 9208). Default: only the administrator.</summary>
    public bool OwnersSetQuota { get; init; }

    /// <summary>What GETMETADATA tells of the server as /shared/comment (RFC 5464 section 3.2.1.1). Default: nothing.</summary>
    public string? ServerComment { get; init; }

    /// <summary>How to reach the administrator, a URI: /shared/admin (RFC 5464 section 3.2.1.1). Default: not told.</summary>
    public string? ServerAdmin { get; init; }

    /// <summary>The ways to sign in.</summary>
    public SignInOptions SignIn { get; init; } = new();

    /// <summary>The accounts of submission servers, which may use URLs made for <c>submit+</c> (RFC 4467 section 3). Default: none.</summary>
    public IReadOnlyList<AccountAddress> SubmitAccounts { get; init; } = [];

    /// <summary>What is on other servers. Default: nothing.</summary>
    public ReferralOptions Referrals { get; init; } = new();

    /// <summary>What clients that do not read UTF-8 may do. Default: everything.</summary>
    public Utf8Support Utf8 { get; init; }

    /// <summary>The limits of IMAP sessions.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>The limits of LMTP, and who may use it.</summary>
    public LmtpOptions LmtpOptions { get; init; } = new();

    /// <summary>Whether a capability is hidden from an account; null before sign-in.</summary>
    internal bool Hides(ReadOnlySpan<char> capability, Account? account)
    {
        foreach (HiddenCapability hidden in HiddenCapabilities)
        {
            if (hidden.Hides(capability, account?.Address))
            {
                return true;
            }
        }
        return false;
    }
}
