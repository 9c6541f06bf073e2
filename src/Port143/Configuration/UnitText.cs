using Port143.Mail;

namespace Port143.Configuration;

/// <summary>Reads and writes numbers with a unit, such as <c>64 MiB</c> and <c>30 min</c>.</summary>
internal static class UnitText
{
    /// <summary>Reads digits, an optional blank and one of the units. False for anything else and for what overflows.</summary>
    public static bool TryRead(string text, IReadOnlyList<(string Name, long Factor)> units, out long value)
    {
        value = 0;
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 1 || !AsciiDigits.TryParse(text.AsSpan(0, digits), int.MaxValue, out ulong number))
        {
            return false;
        }
        string unit = text[digits] == ' ' ? text[(digits + 1)..] : text[digits..];
        foreach ((string name, long factor) in units)
        {
            if (unit.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = (long)number * factor;
                return true;
            }
        }
        return false;
    }

    /// <summary>Writes a value in the largest unit that divides it.</summary>
    public static string Write(long value, IReadOnlyList<(string Name, long Factor)> units)
    {
        (string name, long factor) = units.Where(unit => value % unit.Factor == 0).MaxBy(unit => unit.Factor);
        return $"{value / factor} {name}";
    }
}
