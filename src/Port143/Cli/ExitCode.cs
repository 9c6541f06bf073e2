namespace Port143.Cli;

/// <summary>The exit codes, as in sysexits.h, so that a mail transfer agent and a script understand them.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The command line is wrong (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>The input is wrong (EX_DATAERR).</summary>
    public const int Data = 65;

    /// <summary>The input is missing (EX_NOINPUT).</summary>
    public const int NoInput = 66;

    /// <summary>There is no such account (EX_NOUSER).</summary>
    public const int NoUser = 67;

    /// <summary>Something that is needed is not to be had (EX_UNAVAILABLE).</summary>
    public const int Unavailable = 69;

    /// <summary>A bug in this program (EX_SOFTWARE).</summary>
    public const int Software = 70;

    /// <summary>The result cannot be created (EX_CANTCREAT).</summary>
    public const int CannotCreate = 73;

    /// <summary>Reading or writing failed (EX_IOERR).</summary>
    public const int InputOutput = 74;

    /// <summary>It may work later (EX_TEMPFAIL).</summary>
    public const int TemporaryFailure = 75;

    /// <summary>Not allowed (EX_NOPERM).</summary>
    public const int NoPermission = 77;

    /// <summary>The configuration is wrong (EX_CONFIG).</summary>
    public const int Configuration = 78;
}
