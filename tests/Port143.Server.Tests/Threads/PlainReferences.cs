using System.Text;

namespace Port143.Server.Tests.Threads;

/// <summary>REFERENCES (RFC 5256 section 3) word for word, without any thought of speed: what the server must agree with.</summary>
internal static class PlainReferences
{
    public static string Thread(IReadOnlyList<ThreadMail> mails)
    {
        var byId = new Dictionary<string, Container>();
        var all = new List<Container>();
        Container Find(string id)
        {
            if (!byId.TryGetValue(id, out Container? found))
            {
                byId.Add(id, found = new Container());
                all.Add(found);
            }
            return found;
        }
        for (int i = 0; i < mails.Count; i++)
        {
            Container? last = null;
            foreach (string id in mails[i].References)
            {
                Container next = Find(id);
                if (last is not null && next.Parent is null && !next.IsAbove(last))
                {
                    next.MoveTo(last);
                }
                last = next;
            }
            Container own = mails[i].Id is { } mine ? Find(mine) : new Container();
            if (mails[i].Id is null || own.Mail is not null)
            {
                own = new Container();
                all.Add(own);
            }
            own.Mail = mails[i];
            own.Number = i + 1;
            own.MoveTo(null);
            if (last is not null && !own.IsAbove(last))
            {
                own.MoveTo(last);
            }
        }
        var root = new Container();
        foreach (Container top in all.Where(c => c.Parent is null).ToList())
        {
            top.MoveTo(root);
        }
        Prune(root, root);
        SortTop(root);
        MergeSubjects(root);
        Sort(root);
        return string.Concat(root.Children.Select(c => "(" + Write(c) + ")"));
    }

    // Step 3.
    private static void Prune(Container node, Container root)
    {
        foreach (Container child in node.Children.ToList())
        {
            Prune(child, root);
            if (child.Mail is not null)
            {
                continue;
            }
            if (child.Children.Count == 0)
            {
                child.MoveTo(null);
            }
            else if (node != root || child.Children.Count == 1)
            {
                foreach (Container below in child.Children.ToList())
                {
                    below.MoveTo(node);
                }
                child.MoveTo(null);
            }
        }
    }

    // Step 4.
    private static void SortTop(Container root)
    {
        foreach (Container dummy in root.Children.Where(c => c.Mail is null))
        {
            dummy.SortChildren();
        }
        root.SortChildren();
    }

    // Step 5.
    private static void MergeSubjects(Container root)
    {
        var table = new Dictionary<string, Container>();
        static ThreadMail Head(Container c) => (c.Mail ?? c.Children[0].Mail)!;
        foreach (Container current in root.Children)
        {
            string subject = Head(current).Base;
            if (subject.Length == 0)
            {
                continue;
            }
            if (!table.TryGetValue(subject, out Container? held)
                || held.Mail is not null && (current.Mail is null || held.Mail.IsReply && !current.Mail.IsReply))
            {
                table[subject] = current;
            }
        }
        foreach (Container current in root.Children.ToList())
        {
            string subject = Head(current).Base;
            if (subject.Length == 0 || current.Parent != root || table[subject] is var held && held == current)
            {
                continue;
            }
            if (held.Mail is null && current.Mail is null)
            {
                foreach (Container child in current.Children.ToList())
                {
                    child.MoveTo(held);
                }
                current.MoveTo(null);
            }
            else if (held.Mail is null || current.Mail!.IsReply && !held.Mail.IsReply)
            {
                current.MoveTo(held);
            }
            else
            {
                var dummy = new Container();
                dummy.MoveTo(root);
                held.MoveTo(dummy);
                current.MoveTo(dummy);
                table[subject] = dummy;
            }
        }
    }

    // Step 6.
    private static void Sort(Container node)
    {
        foreach (Container child in node.Children)
        {
            Sort(child);
        }
        node.SortChildren();
    }

    private static string Write(Container node)
    {
        var text = new StringBuilder(node.Mail is null ? "" : $"{node.Number}");
        if (node.Children.Count > 0 && node.Mail is not null)
        {
            text.Append(' ');
        }
        return node.Children.Count == 1
            ? text.Append(Write(node.Children[0])).ToString()
            : text.Append(string.Concat(node.Children.Select(c => "(" + Write(c) + ")"))).ToString();
    }

    private sealed class Container
    {
        public ThreadMail? Mail { get; set; }

        public int Number { get; set; }

        public Container? Parent { get; private set; }

        public List<Container> Children { get; private set; } = [];

        public bool IsAbove(Container other)
        {
            for (Container? at = other; at is not null; at = at.Parent)
            {
                if (at == this)
                {
                    return true;
                }
            }
            return false;
        }

        public void MoveTo(Container? parent)
        {
            Parent?.Children.Remove(this);
            Parent = parent;
            parent?.Children.Add(this);
        }

        public void SortChildren() => Children = [.. Children.OrderBy(c => c.Key)];

        private (long, int) Key => Mail is null ? Children[0].Key : (Mail.Sent, Number);
    }
}
