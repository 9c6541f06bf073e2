namespace Port143.Client.Doctor.Probes;

/// <summary>What a server said to a ClientHello.</summary>
/// <param name="Accepted">Whether it chose a version and a suite.</param>
/// <param name="Version">The version it chose: 0x0301 is TLS 1.0, 0x0304 TLS 1.3; 0 when it chose none.</param>
/// <param name="CipherSuite">The suite it chose; 0 when it chose none.</param>
public readonly record struct HelloAnswer(bool Accepted, int Version, int CipherSuite);
