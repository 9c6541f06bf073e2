using System.Diagnostics.CodeAnalysis;

namespace Port143.Configuration;

/// <summary>A list of referrals, one for each account or mailbox.</summary>
internal sealed class ReferralsType<T>(string takes, string one, ReferralsType<T>.Parser parse, Func<T, object> keyOf) : ConfigType<IReadOnlyList<T>>
    where T : class
{
    private const int Most = 10_000;

    /// <summary>Reads one referral.</summary>
    public delegate bool Parser(string text, [NotNullWhen(true)] out T? referral);

    /// <inheritdoc/>
    public override string Takes => takes;

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out IReadOnlyList<T> value, out string? reason)
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
        var referrals = new List<T>(texts.Count);
        var keys = new HashSet<object>();
        foreach (string text in texts)
        {
            if (!parse(text, out T? referral))
            {
                reason = $"\"{text}\" is not {one}";
                return false;
            }
            if (!keys.Add(keyOf(referral)))
            {
                reason = $"\"{text}\" is there twice";
                return false;
            }
            referrals.Add(referral);
        }
        // An empty list is the default itself, so that settings that say the same are equal.
        if (referrals.Count > 0)
        {
            value = referrals;
        }
        return true;
    }

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<T> value) => $"[{string.Join(", ", value.Select(r => $"\"{r}\""))}]";
}
