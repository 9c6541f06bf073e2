using Port143.Mail;

namespace Port143.Configuration;

/// <summary>A list of accounts by their addresses.</summary>
internal sealed class AddressesType : ConfigType<IReadOnlyList<AccountAddress>>
{
    private const int Most = 1000;

    /// <inheritdoc/>
    public override string Takes => "a list of addresses, such as [\"submit@example.org\"]";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out IReadOnlyList<AccountAddress> value, out string? reason)
    {
        value = [];
        reason = null;
        IReadOnlyList<string>? texts = raw.IsUntyped
            ? raw.Text!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : raw.List;
        if (texts is null || texts.Count > Most)
        {
            return false;
        }
        var addresses = new List<AccountAddress>(texts.Count);
        foreach (string text in texts)
        {
            if (!AccountAddress.TryCreate(text, out AccountAddress? address, out string? error))
            {
                reason = $"\"{text}\" is no address: {error}";
                return false;
            }
            addresses.Add(address);
        }
        if (addresses.Count > 0)
        {
            value = addresses;
        }
        return true;
    }

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<AccountAddress> value) => $"[{string.Join(", ", value.Select(a => $"\"{a}\""))}]";
}
