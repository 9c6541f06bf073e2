namespace Port143.Storage.Formats;

/// <summary>How far an import is.</summary>
/// <param name="Source">The file or folder that is read.</param>
/// <param name="BytesRead">How many octets of all sources were read.</param>
/// <param name="BytesTotal">How many there are.</param>
/// <param name="Messages">How many messages were imported.</param>
/// <param name="Skipped">How many were imported before.</param>
public sealed record ImportProgress(string Source, long BytesRead, long BytesTotal, long Messages, long Skipped);
