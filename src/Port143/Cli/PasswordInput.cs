using Port143.Server.Authentication;

namespace Port143.Cli;

/// <summary>Reads a password from standard input: one line, or without echo when a person types it.</summary>
internal static class PasswordInput
{
    /// <summary>The shortest password that guards an account well when nothing else does (NIST SP 800-63B-4).</summary>
    private const int GoodLength = 15;

    /// <summary>The password's bytes; throws when it is none.</summary>
    public static byte[] Read()
    {
        byte[] password = Console.IsInputRedirected ? ReadLine(Console.OpenStandardInput()) : Ask();
        if (PasswordHasher.Check(password) is { } problem)
        {
            throw new CliException(ExitCode.Data, $"{problem}; give one line of 1 to {PasswordHasher.MaxPasswordBytes} bytes on standard input");
        }
        if (password.Length < GoodLength)
        {
            Console.Error.WriteLine($"port143: note: the password is shorter than {GoodLength} characters and may be guessed");
        }
        return password;
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
        var typed = new System.Text.StringBuilder();
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
        return System.Text.Encoding.UTF8.GetBytes(typed.ToString());
    }
}
