namespace Port143.Client.Doctor;

/// <summary>What came of a check, from best to worst. A check that could not run is never <see cref="Ok"/>.</summary>
public enum CheckStatus
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Worth knowing; nothing is wrong.</summary>
    Info,

    /// <summary>It could not run, or had nothing to look at; the message says why.</summary>
    Skipped,

    /// <summary>Something works badly, or only for some.</summary>
    Warn,

    /// <summary>Something does not work, or is not safe.</summary>
    Fail,
}
