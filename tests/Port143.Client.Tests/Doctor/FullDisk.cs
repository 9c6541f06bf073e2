using System.Diagnostics;

namespace Port143.Client.Tests.Doctor;

/// <summary>A disk of one megabyte in memory.</summary>
internal static class FullDisk
{
    /// <summary>Mounts one below a folder; null without the right to.</summary>
    public static string? TryMount(string folder, string options = "size=1m")
    {
        string place = Path.Combine(folder, "disk");
        Directory.CreateDirectory(place);
        return Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place) ? place : null;
    }

    /// <summary>Writes until nothing goes in any more.</summary>
    public static void Fill(string place)
    {
        try
        {
            using FileStream file = File.Create(Path.Combine(place, "rest"));
            file.Write(new byte[1024 * 1024]);
            file.Flush();
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Takes it away.</summary>
    public static void Unmount(string place) => Run("umount", place);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
