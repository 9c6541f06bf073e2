namespace Port143.Client.Doctor.Probes;

/// <summary>A sign-in and what a mail client does next.</summary>
public sealed record SignInReport
{
    /// <summary>How long a check may wait for one: servers hold an answer back after wrong passwords, Courier with PAM for 8 seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(13);

    /// <summary>Where it was tried; null when TLS with a certificate worth a password was not reached.</summary>
    public System.Net.IPEndPoint? EndPoint { get; init; }

    /// <summary>Why the password was not sent; null when it was.</summary>
    public string? NotTried { get; init; }

    /// <summary>The tagged reply to the sign-in.</summary>
    public ImapReply? Reply { get; init; }

    /// <summary>Whether the server did not answer in time.</summary>
    public bool IsLate { get; init; }

    /// <summary>How long connection, TLS and greeting took before the password was sent, in words.</summary>
    public string Way { get; init; } = "";

    /// <summary>How long the answer to the password took, or was waited for.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What CAPABILITY told afterwards.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>How long LIST, SELECT and FETCH took, by name.</summary>
    public IReadOnlyList<(string Command, bool Succeeded, TimeSpan Elapsed, string Tagged)> Steps { get; init; } = [];

    /// <summary>How many messages INBOX has.</summary>
    public long? Messages { get; init; }

    /// <summary>What the server said of INBOX; null when it was not opened.</summary>
    public InboxReport? Inbox { get; init; }

    /// <summary>Whether the canary's arrival was told by IDLE; null when it was not tried.</summary>
    public bool? IdleTold { get; init; }

    /// <summary>From the APPEND to the word of IDLE.</summary>
    public TimeSpan IdleElapsed { get; init; }

    /// <summary>Where it broke; null when it came to its end.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the account was opened.</summary>
    public bool Succeeded => Reply is { IsOk: true };
}
