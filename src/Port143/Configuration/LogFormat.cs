namespace Port143.Configuration;

/// <summary>How a log event is written.</summary>
internal enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object on one line.</summary>
    Json,
}
