using System.Globalization;
using Port143.Load.Corpus;

namespace Port143.Load;

/// <summary>Says what the made-up mail is like, and writes it to a folder if one is named.</summary>
internal static class CorpusCommand
{
    public static int Run(Arguments arguments)
    {
        int count = arguments.Number("count", 10_000);
        string? folder = arguments.Find("folder");
        var corpus = new MailCorpus((ulong)arguments.Number("seed", 8));
        var sizes = new List<int>(count);
        long headers = 0;
        for (int i = 0; i < count; i++)
        {
            MailMessage message = corpus.Message(i, "u0001@example.org");
            sizes.Add(message.Size);
            headers += message.Header.Length;
            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
                using FileStream file = File.Create(Path.Combine(folder, i.ToString("D6", CultureInfo.InvariantCulture) + ".eml"));
                file.Write(message.Header);
                file.Write(message.Body);
            }
        }
        sizes.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} messages, {sizes.Sum(s => (long)s):N0} octets: mean {sizes.Average():N0}, median {sizes[count / 2]:N0}, 99 in 100 up to {sizes[count * 99 / 100]:N0}, largest {sizes[^1]:N0}; mean header {headers / count:N0}"));
        return 0;
    }
}
