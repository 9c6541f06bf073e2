using Port143.Protocol.Imap;
using Port143.Server.Sessions;

namespace Port143.Server.Commands.Thread;

/// <summary>Writes the THREAD response (RFC 5256 section 4), in pieces and without recursion: threads may be of any depth.</summary>
internal static class ThreadResponse
{
    private const int Close = -1;
    private const int Piece = 64 * 1024;

    // thread-data = "THREAD" [SP 1*thread-list]; thread-list = "(" (thread-members / thread-nested) ")"
    // thread-members = nz-number *(SP nz-number) [SP thread-nested]; thread-nested = 2*thread-list; RFC 5256 section 5
    public static async ValueTask WriteAsync(ImapSession session, ThreadForest forest, uint[] numbers)
    {
        ResponseWriter writer = session.Writer;
        var pending = new Stack<int>();
        session.IsMidResponse = true;
        writer.Raw(forest.Roots.Count > 0 ? "* THREAD "u8 : "* THREAD"u8);
        foreach (int root in forest.Roots)
        {
            int item = Open(writer, root);
            while (item >= 0)
            {
                int child = WriteMember(writer, forest, numbers, item);
                if (child < 0)
                {
                    item = CloseList(writer, forest, pending);
                }
                else if (forest.NextSibling[child] < 0)
                {
                    item = child;
                }
                else
                {
                    pending.Push(Close);
                    pending.Push(forest.NextSibling[child]);
                    item = Open(writer, child);
                }
                if (writer.Written >= Piece)
                {
                    await session.FlushAsync().ConfigureAwait(false);
                }
            }
        }
        writer.CrLf();
        session.IsMidResponse = false;
    }

    private static int Open(ResponseWriter writer, int item)
    {
        writer.Byte((byte)'(');
        return item;
    }

    // A dummy has no number, and always several children.
    private static int WriteMember(ResponseWriter writer, ThreadForest forest, uint[] numbers, int item)
    {
        int child = forest.FirstChild[item];
        if (item < forest.Messages)
        {
            writer.Number(numbers[item]);
            if (child >= 0)
            {
                writer.Space();
            }
        }
        return child;
    }

    // Ends the list of a leaf, and the lists that end with it; the next item to write, or -1 at the end of the thread.
    private static int CloseList(ResponseWriter writer, ThreadForest forest, Stack<int> pending)
    {
        writer.Byte((byte)')');
        while (pending.TryPop(out int next))
        {
            if (next != Close)
            {
                if (forest.NextSibling[next] >= 0)
                {
                    pending.Push(forest.NextSibling[next]);
                }
                return Open(writer, next);
            }
            writer.Byte((byte)')');
        }
        return -1;
    }
}
