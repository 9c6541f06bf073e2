using Port143.Server;

namespace Port143.Configuration;

/// <summary>Where a listener listens.</summary>
internal sealed class ListenType(bool allowUnix) : ConfigType<ListenAddress>
{
    /// <inheritdoc/>
    public override string Takes => allowUnix
        ? "\"HOST:PORT\", \"unix:PATH\" or \"off\"; HOST is an IP address, localhost or * for all"
        : "\"HOST:PORT\" or \"off\"; HOST is an IP address, localhost or * for all";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out ListenAddress value, out string? reason)
    {
        value = ListenAddress.Off;
        reason = null;
        if (raw.Text is null || !ListenAddress.TryParse(raw.Text, out ListenAddress? address, out reason))
        {
            return false;
        }
        if (address.UnixPath is not null && !allowUnix)
        {
            reason = "only LMTP can use a Unix socket";
            return false;
        }
        value = address;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(ListenAddress value) => $"\"{value}\"";
}
