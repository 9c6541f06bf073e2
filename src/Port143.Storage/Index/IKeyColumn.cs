namespace Port143.Storage.Index;

/// <summary>What is known of the messages of a mailbox for one purpose, in UID order. Immutable; catching up makes a new one.</summary>
internal interface IKeyColumn
{
    /// <summary>How many messages are here; some of them may be expunged already.</summary>
    int Count { get; }

    /// <summary>Every message with a UID up to here that was not expunged before is here.</summary>
    uint Through { get; }

    /// <summary>About how many bytes it takes.</summary>
    long Weight { get; }
}
