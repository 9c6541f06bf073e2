using System.Text;
using Port143.Mail;
using Port143.Server.Authentication;

namespace Port143.Cli;

/// <summary>Reads a password from standard input: one line, or without echo when a person types it.</summary>
internal static class PasswordInput
{
    /// <summary>The bytes of a password as they were typed; throws when it is none.</summary>
    public static byte[] Read()
    {
        byte[] password = Console.IsInputRedirected ? ReadLine(Console.OpenStandardInput()) : Ask();
        return PasswordHasher.Check(password) is { } problem
            ? throw new CliException(ExitCode.Data, $"{problem}; give one line of 1 to {PasswordHasher.MaxPasswordBytes} bytes on standard input")
            : password;
    }

    /// <summary>
    /// The bytes to hash of the password that an account is to get; throws when it is none, or is refused
    /// (<see cref="PasswordPolicy"/>).
    /// </summary>
    public static byte[] ReadNew(AccountAddress address, bool hasSecondFactor)
    {
        string text = Encoding.UTF8.GetString(Read());
        return PasswordPolicy.Refuse(text, address, hasSecondFactor) is { } reason
            ? throw new CliException(ExitCode.Data, $"{reason}. Without --password-stdin a good one is made and printed")
            : Encoding.UTF8.GetBytes(OpaqueString.Prepare(text)!);
    }

    private static byte[] ReadLine(Stream input)
    {
        var buffer = new byte[PasswordHasher.MaxPasswordBytes + 3];
        int length = 0;
        while (length < buffer.Length && input.Read(buffer, length, buffer.Length - length) is > 0 and int read)
        {
            length += read;
        }
        Span<byte> line = buffer.AsSpan(0, length);
        int end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        return (line.EndsWith("\r"u8) ? line[..^1] : line).ToArray();
    }

    private static byte[] Ask()
    {
        Console.Error.Write("Password: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
            {
                typed.Length--;
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }
        Console.Error.WriteLine();
        return Encoding.UTF8.GetBytes(typed.ToString());
    }
}
