using System.Text;

namespace Port143.Storage.Tests.Contract;

/// <summary>Messages to file.</summary>
internal static class TestMessages
{
    /// <summary>A message of this many bytes, with CRLF, a NUL, bytes above 127 and no end of line at the end.</summary>
    public static byte[] Make(int number, int size = 400)
    {
        byte[] header = Encoding.ASCII.GetBytes(
            $"From: Ada <ada@example.org>\r\nSubject: number {number}\r\nDate: Tue, 3 Feb 2026 04:05:06 +0100\r\n"
            + $"Message-ID: <{number}@example.org>\r\n\r\n");
        byte[] message = new byte[Math.Max(size, header.Length)];
        new Random(number).NextBytes(message);
        for (int i = header.Length + 60; i + 2 < message.Length; i += 62)
        {
            message[i] = (byte)'\r';
            message[i + 1] = (byte)'\n';
        }
        header.CopyTo(message, 0);
        return message;
    }

    public static StagedMessage Stage(IMailStorage storage, AccountId account, byte[] bytes)
    {
        using MessageStaging staging = storage.StageMessage(account);
        for (int at = 0; at < bytes.Length; at += 30_000)
        {
            staging.Write(bytes.AsSpan(at, Math.Min(30_000, bytes.Length - at)));
        }
        return staging.Complete();
    }
}
