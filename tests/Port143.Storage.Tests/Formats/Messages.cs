using System.Text;
using CsCheck;
using Port143.Storage.Formats;

namespace Port143.Storage.Tests.Formats;

/// <summary>Made-up messages and ways to read them.</summary>
internal static class Messages
{
    private static readonly string[] Tokens =
    [
        "\r\n", "\r\n", "\r\n\r\n", "\n", "\r", "From ", "\r\nFrom ", "\r\n>From ", "\r\n>>From x", "\nFrom me", "\r\n\r\nFrom a Thu Aug 22 12:36:23 2002",
        "Subject: x\r\n", "Status: RO\r\n", "hello", ">", "From", "\0", "\u00e9", ".", " ", "Content-Length: 3\r\n",
    ];

    private static readonly string[] Regular = [.. Tokens.Where(t => t is not ("\n" or "\r" or "\nFrom me")), "\r\n"];

    /// <summary>Any bytes, rich in what formats trip over.</summary>
    public static Gen<byte[]> Any => Gen.OneOf(Made(Tokens, ""), Made(Regular, "\r\n"), Made(Regular, ""));

    private static Gen<byte[]> Made(string[] tokens, string end) =>
        Gen.Int[0, tokens.Length - 1].Array[0, 25].Select(picks => Encoding.Latin1.GetBytes(string.Concat(picks.Select(i => tokens[i])) + end));

    /// <summary>Reads all messages of a reader.</summary>
    public static List<byte[]> ReadAll(this MailReader reader)
    {
        var messages = new List<byte[]>();
        while (reader.Next())
        {
            messages.Add(reader.ReadMessage());
        }
        return messages;
    }

    /// <summary>Reads one message.</summary>
    public static byte[] ReadMessage(this MailReader reader)
    {
        var message = new MemoryStream();
        while (reader.Read(out ReadOnlySpan<byte> piece))
        {
            message.Write(piece);
        }
        return message.ToArray();
    }

    /// <summary>A reader of mbox text.</summary>
    public static MboxReader Mbox(string text, int bufferSize = 1) =>
        new(new MemoryStream(Encoding.Latin1.GetBytes(text)), "test", bufferSize);

    /// <summary>The messages of mbox text as strings.</summary>
    public static List<string> ReadMbox(string text) => [.. Mbox(text).ReadAll().Select(Encoding.Latin1.GetString)];
}
