using System.Diagnostics.CodeAnalysis;

namespace Port143.Server.Authentication;

/// <summary>A table that holds at most so many entries and forgets the one that was asked for longest ago. Not thread-safe.</summary>
internal sealed class RecentTable<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The value of a key, which is then the youngest.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_entries.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? node))
        {
            value = default;
            return false;
        }
        _order.Remove(node);
        _order.AddLast(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>The value of a key, made when there is none.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        if (TryGet(key, out TValue? known))
        {
            return known;
        }
        TValue made = make();
        Set(key, made);
        return made;
    }

    /// <summary>Gives a key a value.</summary>
    public void Set(TKey key, TValue value)
    {
        Remove(key);
        if (_entries.Count >= capacity)
        {
            Remove(_order.First!.Value.Key);
        }
        _entries[key] = _order.AddLast((key, value));
    }

    /// <summary>Takes a key away.</summary>
    public void Remove(TKey key)
    {
        if (_entries.Remove(key, out LinkedListNode<(TKey Key, TValue Value)>? node))
        {
            _order.Remove(node);
        }
    }
}
