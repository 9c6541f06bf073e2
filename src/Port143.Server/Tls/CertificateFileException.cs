namespace Port143.Server.Tls;

/// <summary>The certificate or its key cannot be used. The message is a sentence for the administrator.</summary>
public sealed class CertificateFileException : Exception
{
    internal CertificateFileException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
