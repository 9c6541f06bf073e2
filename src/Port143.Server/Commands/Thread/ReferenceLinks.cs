namespace Port143.Server.Commands.Thread;

/// <summary>
/// Step 1 of REFERENCES (RFC 5256 section 3): links messages, and dummies for those that are only referred to, as parent and
/// child. There is never a loop. Whether a link would make one is mostly seen from which nodes hang together at all; only
/// where a link was taken away again the way up is walked, and of that only so much in all.
/// </summary>
internal sealed class ReferenceLinks
{
    /// <summary>The steps up that are taken in all; beyond them a link that might make a loop is not made.</summary>
    private const int MaxSteps = 50_000_000;

    private readonly int[] _nodeOfId;
    private readonly int[] _nodeOfMessage;
    private Node[] _nodes;
    private int _count;
    private int _steps;

    /// <summary>Links the messages, in the order of the mailbox.</summary>
    public ReferenceLinks(ThreadInput input)
    {
        _nodeOfId = new int[input.Ids];
        Array.Fill(_nodeOfId, -1);
        _nodeOfMessage = new int[input.Count];
        _nodes = new Node[input.Count + 16];
        for (int message = 0; message < input.Count; message++)
        {
            Add(message, input.Row(message).Id, input.References(message));
        }
    }

    /// <summary>
    /// Steps 2 and 3: the links without the dummies, but for those at the top that hold several messages together. By
    /// message: its parent, -1 at the top. Such dummies are numbered behind the messages.
    /// </summary>
    public int[] Tops(out int dummies)
    {
        int messages = _nodeOfMessage.Length;
        // By node: the message at or above it, or the dummy at the top as its complement, each found once.
        var above = new int[_count];
        Array.Fill(above, int.MinValue);
        var children = new int[_count];
        var tops = new int[messages];
        var way = new List<int>();
        for (int message = 0; message < messages; message++)
        {
            int node = _nodes[_nodeOfMessage[message]].Parent;
            tops[message] = node < 0 ? int.MinValue : FindAbove(node, above, way);
            if (tops[message] is < 0 and > int.MinValue)
            {
                children[~tops[message]]++;
            }
        }
        dummies = 0;
        Array.Fill(above, -1); // from here on the number of a dummy
        foreach (ref int top in tops.AsSpan())
        {
            if (top >= 0)
            {
                continue;
            }
            if (top == int.MinValue || children[~top] == 1)
            {
                top = -1; // an only child needs no dummy
                continue;
            }
            ref int number = ref above[~top];
            number = number < 0 ? messages + dummies++ : number;
            top = number;
        }
        return tops;
    }

    private int FindAbove(int node, int[] above, List<int> way)
    {
        way.Clear();
        int result;
        while (true)
        {
            if (_nodes[node].Message >= 0)
            {
                result = _nodes[node].Message;
                break;
            }
            if (above[node] != int.MinValue)
            {
                result = above[node];
                break;
            }
            way.Add(node);
            if (_nodes[node].Parent < 0)
            {
                result = ~node;
                break;
            }
            node = _nodes[node].Parent;
        }
        foreach (int dummy in way)
        {
            above[dummy] = result;
        }
        return result;
    }

    private void Add(int message, int id, ReadOnlySpan<int> references)
    {
        int last = -1;
        foreach (int reference in references)
        {
            int node = NodeOf(reference);
            // "If a message already has a parent, don't change the existing link."
            if (last >= 0 && _nodes[node].Parent < 0 && !IsAtOrAbove(node, last))
            {
                Link(last, node);
            }
            last = node;
        }
        // The first message with an id has it; another one with the same gets a node that nobody can refer to.
        int own = id >= 0 ? NodeOf(id) : NewNode();
        if (_nodes[own].Message >= 0)
        {
            own = NewNode();
        }
        _nodes[own].Message = message;
        _nodeOfMessage[message] = own;
        if (_nodes[own].Parent >= 0 && _nodes[own].Parent != last)
        {
            _nodes[own].Parent = -1;
            _nodes[GroupOf(own)].WasCut = true;
        }
        if (last >= 0 && _nodes[own].Parent < 0 && !IsAtOrAbove(own, last))
        {
            Link(last, own);
        }
    }

    private int NodeOf(int id)
    {
        int node = _nodeOfId[id];
        return node >= 0 ? node : _nodeOfId[id] = NewNode();
    }

    private int NewNode()
    {
        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, _count * 2);
        }
        _nodes[_count] = new Node { Parent = -1, Message = -1, Group = _count };
        return _count++;
    }

    private void Link(int parent, int child)
    {
        _nodes[child].Parent = parent;
        int above = GroupOf(parent), below = GroupOf(child);
        _nodes[below].Group = above;
        _nodes[above].WasCut |= _nodes[below].WasCut;
    }

    // Nodes that were ever linked, directly or through others, are of one group.
    private int GroupOf(int node)
    {
        while (_nodes[node].Group != node)
        {
            node = _nodes[node].Group = _nodes[_nodes[node].Group].Group;
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
        if (!_nodes[group].WasCut)
        {
            return true; // a group that was never cut is one tree, and this is its top
        }
        for (; other >= 0; other = _nodes[other].Parent)
        {
            if (other == node || ++_steps > MaxSteps)
            {
                return true;
            }
        }
        return false;
    }

    private struct Node
    {
        public int Parent;
        public int Message; // -1: a dummy
        public int Group;
        public bool WasCut;
    }
}
