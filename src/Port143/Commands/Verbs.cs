using System.CommandLine;

namespace Port143.Commands;

/// <summary>The verbs of the command line, in the order in which help lists them. Each is a file beside this one.</summary>
internal static class Verbs
{
    /// <summary>The root command with all of them.</summary>
    public static RootCommand CreateRoot() => new(
        "Port143, an IMAP server. Errors go to standard error in one sentence; exit codes follow sysexits "
        + "(64 usage, 65 data, 66 no input, 67 no user, 69 unavailable, 70 bug, 73 cannot create, 74 I/O, 75 try again, 77 no right, 78 configuration).")
    {
        TryCommand.Create(),
        ServeCommand.Create(),
        AccountCommand.Create(),
        DeviceCommand.Create(),
        TotpCommand.Create(),
        ShareCommand.Create(),
        QuotaCommand.Create(),
        SessionCommand.Create(),
        BlockCommand.Create(),
        AuditCommand.Create(),
        AcmeCommand.Create(),
        DeliverCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        IndexCommand.Create(),
        ConfigCommand.Create(),
        DoctorCommand.Create(),
    };
}
