using System.Text;

namespace Port143.Server.Authentication;

/// <summary>Makes what a client sent fit to stand in a log.</summary>
internal static class LogText
{
    private const int MaxBytes = 80;

    /// <summary>
    /// The bytes as printable ASCII within quotes: everything else, quotes and backslashes become <c>\xHH</c>; long ones are cut.
    /// </summary>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(MaxBytes);
        foreach (byte b in bytes[..Math.Min(bytes.Length, MaxBytes)])
        {
            if (b is > 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\')
            {
                text.Append((char)b);
            }
            else
            {
                text.Append("\\x").Append(Convert.ToHexString([b]));
            }
        }
        return bytes.Length > MaxBytes ? text.Append("...").ToString() : text.ToString();
    }
}
