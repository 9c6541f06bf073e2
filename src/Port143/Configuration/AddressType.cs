using Port143.Mail;

namespace Port143.Configuration;

/// <summary>The address of an account.</summary>
internal sealed class AddressType : ConfigType<AccountAddress?>
{
    /// <inheritdoc/>
    public override string Takes => "an address, such as \"public@example.org\"";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out AccountAddress? value, out string? reason)
    {
        value = null;
        reason = null;
        return raw.Text is not null && AccountAddress.TryCreate(raw.Text, out value, out reason);
    }

    /// <inheritdoc/>
    public override string? Write(AccountAddress? value) => value is null ? null : $"\"{value}\"";
}
