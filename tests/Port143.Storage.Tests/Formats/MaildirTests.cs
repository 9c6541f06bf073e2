using System.Text;
using CsCheck;
using Port143.Mail;
using Port143.Storage.Formats;

namespace Port143.Storage.Tests.Formats;

public sealed class MaildirTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-maildir-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void New_and_cur_are_read_in_the_order_of_delivery_with_flags()
    {
        Put("cur/200.b.host,S=5:2,FRS", "two\n");
        Put("cur/100.a.host:2,DPTab", "one\n");
        Put("new/300.c.host", "three\n");
        Put("cur/150.d.host;2,S", "semicolon\r\nlf\n");
        Put("tmp/400.e.host", "half");
        File.WriteAllText(Path.Combine(_folder, "dovecot-keywords"), "0 $Work\n1 Later\n27 No\nx\n");
        using var reader = new MaildirReader(_folder);
        var seen = new List<string>();
        while (reader.Next())
        {
            seen.Add(Encoding.ASCII.GetString(reader.ReadMessage()) + string.Join(' ', reader.Flags));
        }
        Assert.Equal(
            ["one\r\n\\Draft $Forwarded \\Deleted $Work Later", "semicolon\r\nlf\r\n\\Seen", "two\r\n\\Flagged \\Answered \\Seen", "three\r\n"], seen);
    }

    [Fact]
    public void Courier_keywords_are_read()
    {
        Put("cur/100.a:2,S", "one\n");
        Put("cur/200.b:2,", "two\n");
        Put("courierimapkeywords/:list", "Red\nBlue\n\n100.a:0 1 7\n");
        Put("courierimapkeywords/200.b", "Green\n");
        using var reader = new MaildirReader(_folder);
        Assert.True(reader.Next());
        Assert.Equal(["\\Seen", "Red", "Blue"], reader.Flags);
        Assert.True(reader.Next());
        Assert.Equal(["Green"], reader.Flags);
    }

    [Fact]
    public void What_is_written_is_read_again_octet_for_octet() =>
        Gen.Select(Messages.Any.Array[1, 4], Gen.Int[0, 15]).Sample(
            (messages, flagBits) =>
            {
                string folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
                string[] all = ["\\Seen", "\\Flagged", "$Forwarded", "Work"];
                string[] flags = [.. all.Where((_, i) => (flagBits >> i & 1) != 0)];
                var date = new InternalDate(1_600_000_000, 0);
                var writer = new MaildirWriter(folder);
                for (int i = 0; i < messages.Length; i++)
                {
                    _ = writer.Write(new MemoryStream(messages[i]), $"100.{i}.host", flags, date);
                }
                using var reader = new MaildirReader(folder);
                foreach (byte[] message in messages)
                {
                    Assert.True(reader.Next());
                    Assert.Equal(date, reader.Date);
                    Assert.Equal(flags.Order(), reader.Flags.Order());
                    Assert.Equal(Encoding.Latin1.GetString(message), Encoding.Latin1.GetString(reader.ReadMessage()));
                }
                Assert.False(reader.Next());
            },
            iter: 200);

    private void Put(string path, string text)
    {
        path = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
