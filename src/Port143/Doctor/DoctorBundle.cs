using System.IO.Compression;
using System.Text;
using Port143.Cli;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Reports;

namespace Port143.Doctor;

/// <summary>
/// <c>--bundle</c>: what somebody who helps needs to see, in one ZIP file: the report in both forms, and for a server on this
/// machine its configuration and the end of its log. Every text goes through <see cref="Redaction"/>.
/// </summary>
internal static class DoctorBundle
{
    private const int MaxLog = 1024 * 1024;

    /// <summary>Writes the file, which must not exist.</summary>
    public static void Write(string file, DoctorReport report, string version, Examination examination)
    {
        try
        {
            using var zip = new ZipArchive(new FileStream(file, FileMode.CreateNew, FileAccess.Write), ZipArchiveMode.Create);
            var redaction = new Redaction(examination.Options.SignIn);
            Add(zip, "report.json", redaction.Clean(Encoding.UTF8.GetString(JsonReport.Write(report, version))));
            Add(zip, "report.txt", redaction.Clean(string.Concat(report.Results.Select(r => TextReport.Check(r, verbose: true, colour: false))) + TextReport.Summary(report)));
            if (examination.IsOfServer)
            {
                AddFile(zip, "port143.toml", examination.Server.ConfigurationFile, redaction);
                if (examination.Server.LogFile is { } log)
                {
                    AddFile(zip, "log.txt", log, redaction);
                }
            }
        }
        catch (IOException error)
        {
            throw new CliException(ExitCode.CannotCreate, $"{file} cannot be made ({error.Message}); name a file that is not there yet", error);
        }
        Console.Error.WriteLine($"port143: {file} holds the report; look into it before you send it");
    }

    private static void AddFile(ZipArchive zip, string name, string path, Redaction redaction)
    {
        if (!File.Exists(path))
        {
            return;
        }
        using var input = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        input.Seek(Math.Max(0, input.Length - MaxLog), SeekOrigin.Begin);
        using var reader = new StreamReader(input, Encoding.UTF8);
        Add(zip, name, redaction.Clean(reader.ReadToEnd()));
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using Stream stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
