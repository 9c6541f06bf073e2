using System.Globalization;
using Port143.Mail;

namespace Port143.Configuration;

/// <summary>A whole number.</summary>
internal sealed class IntegerType(int least, int most) : ConfigType<int>
{
    /// <inheritdoc/>
    public override string Takes => $"a whole number from {least} to {most}";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out int value, out string? reason)
    {
        reason = null;
        long? number = raw.Number;
        if (raw.IsUntyped && AsciiDigits.TryParse(raw.Text, int.MaxValue, out ulong parsed))
        {
            number = (long)parsed;
        }
        value = number >= least && number <= most ? (int)number : 0;
        return number >= least && number <= most;
    }

    /// <inheritdoc/>
    public override string Write(int value) => value.ToString(CultureInfo.InvariantCulture);
}
