namespace Port143.Client.Doctor.Probes;

/// <summary>What a domain tells clients that set themselves up.</summary>
/// <param name="Url">Where it says so.</param>
/// <param name="Offers">The servers for IMAP; null when the answer cannot be read.</param>
public sealed record AutoSettings(string Url, IReadOnlyList<MailOffer>? Offers);
