namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>How a date is compared.</summary>
public enum DateComparison
{
    /// <summary>Earlier than the day.</summary>
    Before,

    /// <summary>On the day.</summary>
    On,

    /// <summary>On the day or later.</summary>
    Since,
}
