namespace Port143.Client.Doctor;

/// <summary>The ports that are looked at.</summary>
/// <param name="Imap">IMAP with STARTTLS.</param>
/// <param name="Imaps">IMAP over TLS.</param>
/// <param name="Imaps585">The port that IMAP over TLS once had.</param>
/// <param name="Https">Where a web server would be.</param>
/// <param name="Smtp">Where mail would come in.</param>
/// <param name="Http">Where the sign-in page of a guest network would be.</param>
public sealed record MailPorts(int Imap = 143, int Imaps = 993, int Imaps585 = 585, int Https = 443, int Smtp = 25, int Http = 80);
