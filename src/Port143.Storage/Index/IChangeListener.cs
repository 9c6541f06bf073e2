namespace Port143.Storage.Index;

/// <summary>Somebody who wants to know that a mailbox changed. The call carries no data: read the news from the cursor on.</summary>
public interface IChangeListener
{
    /// <summary>Called after a change, on any thread. Must return at once and must not throw.</summary>
    void OnChanged();
}
