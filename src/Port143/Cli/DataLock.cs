namespace Port143.Cli;

/// <summary>Holds DATA/lock while a server runs, so that a second one on the same data folder does not start.</summary>
internal sealed class DataLock : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "lock";

    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or says who has it. The kernel frees it when the process ends, however it ends.</summary>
    public static DataLock Take(string dataFolder)
    {
        string path = Path.Combine(dataFolder, FileName);
        try
        {
            return new DataLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw DataFolder.NotWritable(dataFolder, error);
        }
        catch (IOException error) when (File.Exists(path))
        {
            string owner = ProcessFinder.ByOpenFile(path) is { } process ? $" by {process}" : "";
            throw new CliException(
                ExitCode.TemporaryFailure, $"{dataFolder} is already served{owner}; stop that server first, or serve another folder with --data", error);
        }
        catch (IOException error)
        {
            throw new CliException(ExitCode.InputOutput, $"{path} cannot be made ({error.Message})", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
