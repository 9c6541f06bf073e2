using Port143.Storage.Digest;

namespace Port143.Server.Commands.Thread;

/// <summary>
/// Step 1 of REFERENCES (RFC 5256 section 3): links messages, and dummies for those that are only referred to, as parent and
/// child. There is never a loop. Whether a link would make one is mostly seen from which nodes hang together at all; only
/// where a link was taken away again the way up is walked, and of that only so much in all.
/// </summary>
internal sealed class ReferenceLinks(int messages)
{
    /// <summary>The steps up that are taken in all; beyond them a link that might make a loop is not made.</summary>
    private const int MaxSteps = 50_000_000;

    private readonly Dictionary<UInt128, int> _ids = new(messages);
    private readonly int[] _nodes = new int[messages];
    private readonly List<int> _parents = new(messages);
    private readonly List<int> _messages = new(messages);
    private readonly List<int> _groups = new(messages);
    private readonly List<bool> _wasCut = new(messages);
    private int _steps;

    /// <summary>Takes the next message; they come in the order of the mailbox.</summary>
    public void Add(int message, UInt128? id, in ThreadKeys keys)
    {
        int last = -1;
        for (int i = 0; i < keys.ReferenceCount; i++)
        {
            int node = NodeOf(keys.Reference(i));
            // "If a message already has a parent, don't change the existing link."
            if (last >= 0 && _parents[node] < 0 && !IsAtOrAbove(node, last))
            {
                Link(last, node);
            }
            last = node;
        }
        // The first message with an id has it; another one with the same gets a node that nobody can refer to.
        int own = id is { } key ? NodeOf(key) : NewNode();
        if (_messages[own] >= 0)
        {
            own = NewNode();
        }
        _messages[own] = message;
        _nodes[message] = own;
        if (_parents[own] >= 0 && _parents[own] != last)
        {
            _parents[own] = -1;
            _wasCut[GroupOf(own)] = true;
        }
        if (last >= 0 && _parents[own] < 0 && !IsAtOrAbove(own, last))
        {
            Link(last, own);
        }
    }

    /// <summary>
    /// Steps 2 and 3: the links without the dummies, but for those at the top that hold several messages together. By
    /// message: the parent's number, -1 at the top, or below that one for each such dummy.
    /// </summary>
    public int[] Tops()
    {
        // By dummy: the message above it, or the dummy at the top as its complement, each found once.
        var above = new int[_parents.Count];
        Array.Fill(above, int.MinValue);
        var way = new List<int>();
        var tops = new int[messages];
        var children = new Dictionary<int, int>();
        for (int message = 0; message < messages; message++)
        {
            int node = _parents[_nodes[message]];
            int result = -1;
            if (node >= 0)
            {
                way.Clear();
                while (true)
                {
                    if (_messages[node] >= 0)
                    {
                        result = _messages[node];
                        break;
                    }
                    if (above[node] != int.MinValue)
                    {
                        result = above[node];
                        break;
                    }
                    way.Add(node);
                    if (_parents[node] < 0)
                    {
                        result = -2 - node;
                        break;
                    }
                    node = _parents[node];
                }
                foreach (int dummy in way)
                {
                    above[dummy] = result;
                }
            }
            tops[message] = result;
            if (result < -1)
            {
                children[result] = children.GetValueOrDefault(result) + 1;
            }
        }
        for (int message = 0; message < messages; message++)
        {
            if (tops[message] < -1 && children[tops[message]] == 1)
            {
                tops[message] = -1; // an only child needs no dummy
            }
        }
        return tops;
    }

    private int NodeOf(UInt128 id)
    {
        ref int node = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_ids, id, out bool exists);
        if (!exists)
        {
            node = NewNode();
        }
        return node;
    }

    private int NewNode()
    {
        _parents.Add(-1);
        _messages.Add(-1);
        _groups.Add(_groups.Count);
        _wasCut.Add(false);
        return _parents.Count - 1;
    }

    private void Link(int parent, int child)
    {
        _parents[child] = parent;
        int above = GroupOf(parent), below = GroupOf(child);
        _groups[below] = above;
        _wasCut[above] |= _wasCut[below];
    }

    // Nodes that were ever linked, directly or through others, are of one group.
    private int GroupOf(int node)
    {
        while (_groups[node] != node)
        {
            node = _groups[node] = _groups[_groups[node]];
        }
        return node;
    }

    // Whether a node without a parent is another one, or above it.
    private bool IsAtOrAbove(int node, int other)
    {
        int group = GroupOf(node);
        if (group != GroupOf(other))
        {
            return false;
        }
        if (!_wasCut[group])
        {
            return true; // a group that was never cut is one tree, and this is its top
        }
        for (; other >= 0; other = _parents[other])
        {
            if (other == node || ++_steps > MaxSteps)
            {
                return true;
            }
        }
        return false;
    }
}
