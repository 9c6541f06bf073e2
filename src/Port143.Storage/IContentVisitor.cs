namespace Port143.Storage;

/// <summary>Takes contents as an engine reads them. Runs while a connection is leased: it may copy and count, never wait.</summary>
public interface IContentVisitor
{
    /// <summary>Takes one content.</summary>
    /// <param name="index">Its place among the ids that were asked for.</param>
    /// <param name="row">The content; its spans end with the call.</param>
    /// <returns>False to end the page after this one.</returns>
    bool Visit(int index, in ContentRow row);
}
