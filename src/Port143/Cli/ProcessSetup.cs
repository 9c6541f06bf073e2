using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Port143.Cli;

/// <summary>What is set once for the whole process.</summary>
internal static partial class ProcessSetup
{
    /// <summary>Files and folders that are made from now on belong to this user alone, whatever shell started the program.</summary>
    public static void KeepFilesPrivate()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = umask(0x3F); // 077
        }
    }

    /// <summary>
    /// OpenSSL starts without the machine's openssl.cnf, which would decide on versions, suites, groups and the level of security
    /// beside us. It reads the file once, when it is first used, so this comes before anything that encrypts or hashes. Programs
    /// that we start find the variable as it was.
    /// </summary>
    public static void IgnoreOpenSslConfiguration()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        // OpenSSL asks the C library; .NET's own copy of the environment is not looked at.
        const string File = "OPENSSL_CONF";
        string? before = Environment.GetEnvironmentVariable(File);
        _ = setenv(File, "", 1); // OpenSSL takes an empty name for no file at all
        SHA256.HashData([]);
        _ = before is null ? unsetenv(File) : setenv(File, before, 1);
    }

    [LibraryImport("libc")]
    private static partial uint umask(uint mask);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unsetenv(string name);
}
