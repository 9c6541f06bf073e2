using System.Diagnostics.CodeAnalysis;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Protocol.Imap.Grammar;

namespace Port143.Protocol.Imap;

/// <summary>An IMAP URL of a message or a part of one (RFC 5092), whole or relative, with or without authorization (RFC 4467).</summary>
public sealed record ImapUrl
{
    /// <summary>The host and port as written; null for a relative URL.</summary>
    public string? Host { get; internal init; }

    /// <summary>Whose mailboxes are meant; null when the URL does not say.</summary>
    public string? User { get; internal init; }

    /// <summary>The mailbox; null for the one that is selected.</summary>
    public string? Mailbox { get; internal init; }

    /// <summary>Whether <see cref="Mailbox"/> is a full name, and not one beside the selected mailbox.</summary>
    public bool IsFullPath { get; internal init; }

    /// <summary>The UIDVALIDITY that the mailbox must have, if the URL says so.</summary>
    public uint? UidValidity { get; internal init; }

    /// <summary>The message.</summary>
    public uint Uid { get; internal init; }

    /// <summary>The part of it.</summary>
    public SectionPath Section { get; internal init; } = SectionPath.Whole;

    /// <summary>The range of that part, if not all of it.</summary>
    public PartialRange? Partial { get; internal init; }

    /// <summary>Until when the URL is good; null for ever.</summary>
    public DateTimeOffset? Expire { get; internal init; }

    /// <summary>Who may use it, such as <c>user+fred</c>; null when it is not one with authorization.</summary>
    public string? Access { get; internal init; }

    /// <summary>The authorization mechanism; null when none is there yet.</summary>
    public string? Mechanism { get; internal init; }

    /// <summary>The authorization token.</summary>
    public string? Token { get; internal init; }

    /// <summary>The URL up to and with the access identifier, as it was written: what the token speaks for.</summary>
    public string Rump { get; internal init; } = "";

    /// <summary>Parses a URL that names a message; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImapUrl? url) => ImapUrlGrammar.TryParse(text, out url);
}
