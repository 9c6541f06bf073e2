namespace Port143.Protocol.Imap.Commands;

/// <summary>One URL of URLFETCH, and in which form its data are wanted (RFC 5524 section 3.1).</summary>
/// <param name="Url">The URL as sent.</param>
/// <param name="Data">What is wanted.</param>
public sealed record UrlFetchItem(string Url, UrlFetchData Data);
