namespace Port143.Storage;

/// <summary>Where in a message a text is looked for. Each is a dictionary of its own in the search index; the values are stored.</summary>
[Flags]
public enum TextFields
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The values of Subject fields.</summary>
    Subject = 1,

    /// <summary>The values of From fields.</summary>
    From = 2,

    /// <summary>The values of To fields.</summary>
    To = 4,

    /// <summary>The values of Cc fields.</summary>
    Cc = 8,

    /// <summary>The values of Bcc fields.</summary>
    Bcc = 16,

    /// <summary>Every field of the header, with its name.</summary>
    Header = 32,

    /// <summary>The texts of the body, and the headers of messages within it.</summary>
    Body = 64,
}
