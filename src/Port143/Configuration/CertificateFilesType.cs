using Port143.Server.Tls;

namespace Port143.Configuration;

/// <summary>A list of certificates, each with its key; relative paths begin at the data folder.</summary>
internal sealed class CertificateFilesType : ConfigType<IReadOnlyList<CertificateFiles>>
{
    private const int Most = 1000;

    /// <inheritdoc/>
    public override string Takes => "a list of certificates, each with its key, such as [\"/etc/tls/other.pem /etc/tls/other.key\"]";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out IReadOnlyList<CertificateFiles> value, out string? reason)
    {
        value = [];
        reason = null;
        IReadOnlyList<string>? texts = raw.IsUntyped ? raw.Text!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : raw.List;
        if (texts is null || texts.Count > Most)
        {
            return false;
        }
        var all = new List<CertificateFiles>(texts.Count);
        foreach (string text in texts)
        {
            if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [string certificate, string key])
            {
                reason = $"\"{text}\" is not the path of a certificate, a blank, and the path of its key";
                return false;
            }
            all.Add(new CertificateFiles(certificate, key));
        }
        if (all.Count > 0)
        {
            value = all;
        }
        return true;
    }

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<CertificateFiles> value) => $"[{string.Join(", ", value.Select(c => $"\"{c.Certificate} {c.Key}\""))}]";
}
