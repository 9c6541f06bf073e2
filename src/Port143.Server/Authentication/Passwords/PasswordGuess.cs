using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>
/// How few guesses make up a password. It is put together, in the cheapest way that there is, from parts that are tried first: common
/// passwords (with letters written as digits, too), parts of the address, runs. Each such part costs one, as does a letter that
/// belongs to none; a digit or a sign costs an eighth. What repeats costs once.
/// </summary>
internal sealed class PasswordGuess
{
    /// <summary>What a password may not stay below: three parts.</summary>
    public const double Enough = 3;

    private const double LetterCost = 1;
    private const double SignCost = 0.125;
    private const int MinRun = 3;
    private const int MinAddressPart = 3;

    // Rows of keyboards; the alphabet and the digits are runs by their numbers.
    private static readonly string[] Rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "1234567890"];

    private readonly CommonPasswords _common;
    private readonly string[] _address;

    /// <summary>Prepares for passwords of an account.</summary>
    public PasswordGuess(CommonPasswords common, AccountAddress address)
    {
        _common = common;
        string all = address.Value.ToLowerInvariant();
        _address = [.. all.Split('@', '.', '-', '_', '+').Concat(all.Split('@')).Append(all).Append("port143").Where(part => part.Length >= MinAddressPart).Distinct()];
    }

    /// <summary>The cost of a password, and which parts it is made of.</summary>
    public (double Cost, PasswordPart Parts) Of(string password)
    {
        string text = password.ToLowerInvariant();
        int period = Period(text);
        PasswordPart repetition = period < text.Length ? PasswordPart.Repetition : PasswordPart.None;
        text = text[..period];
        string plain = Unfold(text);
        int[] runs = RunsUpTo(text);
        var best = new (double Cost, PasswordPart Parts)[text.Length + 1];
        best[0] = (0, repetition);
        for (int end = 1; end <= text.Length; end++)
        {
            (double cost, PasswordPart parts) = best[end - 1];
            best[end] = (cost + (char.IsLetter(text[end - 1]) || char.IsSurrogate(text[end - 1]) ? LetterCost : SignCost), parts);
            if (runs[end] >= MinRun)
            {
                Offer(end - runs[end], PasswordPart.Run);
            }
            foreach (string part in _address)
            {
                if (text.AsSpan(0, end).EndsWith(part, StringComparison.Ordinal))
                {
                    Offer(end - part.Length, PasswordPart.Address);
                }
            }
            for (int length = CommonPasswords.MinLength; length <= Math.Min(end, CommonPasswords.MaxLength); length++)
            {
                if (best[end - length].Cost + 1 < best[end].Cost
                    && (_common.Contains(text.AsSpan(end - length, length)) || _common.Contains(plain.AsSpan(end - length, length))))
                {
                    Offer(end - length, PasswordPart.Common);
                }
            }

            void Offer(int start, PasswordPart part)
            {
                if (best[start].Cost + 1 < best[end].Cost)
                {
                    best[end] = (best[start].Cost + 1, best[start].Parts | part);
                }
            }
        }
        return best[^1];
    }

    // The length of what, again and again, makes the text; the last time may be cut short. That of the text when nothing repeats.
    private static int Period(string text)
    {
        for (int period = 1; period <= text.Length / 2; period++)
        {
            if (text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period)))
            {
                return period;
            }
        }
        return text.Length;
    }

    // Letters that are written as what looks like them.
    private static string Unfold(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i] switch
            {
                '0' => 'o', '1' or '!' or '|' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' or '+' => 't', char other => other,
            };
        }
    });

    // For each end, how long the run is that ends there.
    private static int[] RunsUpTo(string text)
    {
        var runs = new int[text.Length + 1];
        Neighbours way = Neighbours.None;
        for (int end = 1; end <= text.Length; end++)
        {
            Neighbours step = end == 1 ? Neighbours.None : Of(text[end - 2], text[end - 1]);
            bool goesOn = (way & step) != 0;
            runs[end] = goesOn ? runs[end - 1] + 1 : step != 0 ? 2 : 1;
            way = goesOn ? way & step : step;
        }
        return runs;
    }

    private static Neighbours Of(char one, char next)
    {
        Neighbours all = one == next ? Neighbours.Same : Neighbours.None;
        if (char.IsLetterOrDigit(one) && char.IsLetterOrDigit(next))
        {
            all |= next - one == 1 ? Neighbours.Next : next - one == -1 ? Neighbours.Previous : Neighbours.None;
        }
        foreach (string row in Rows)
        {
            int at = row.IndexOf(one), then = row.IndexOf(next);
            if (at >= 0 && then >= 0)
            {
                all |= then - at == 1 ? Neighbours.Right : then - at == -1 ? Neighbours.Left : Neighbours.None;
            }
        }
        return all;
    }

    // In which ways two characters follow each other; a run keeps to one.
    [Flags]
    private enum Neighbours
    {
        None = 0,
        Same = 1,
        Next = 2,
        Previous = 4,
        Right = 8,
        Left = 16,
    }
}
