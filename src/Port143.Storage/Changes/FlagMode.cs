namespace Port143.Storage;

/// <summary>What to do with the named flags.</summary>
public enum FlagMode
{
    /// <summary>Set exactly these.</summary>
    Replace,

    /// <summary>Set these too.</summary>
    Add,

    /// <summary>Clear these.</summary>
    Remove,
}
