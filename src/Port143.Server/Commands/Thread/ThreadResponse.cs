using System.Buffers;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Sessions;
using Port143.Storage.Threading;

namespace Port143.Server.Commands.Thread;

/// <summary>Writes the THREAD response (RFC 5256 section 4), in pieces.</summary>
internal static class ThreadResponse
{
    private const int Piece = 64 * 1024;

    /// <summary>Writes threads.</summary>
    /// <param name="session">Who asked.</param>
    /// <param name="outline">The threads.</param>
    /// <param name="numbers">What stands for the messages, in their order: UIDs or sequence numbers.</param>
    public static async ValueTask WriteAsync(ImapSession session, ThreadOutline outline, UidSet numbers)
    {
        ThreadStep[] steps = outline.Steps;
        uint[] byMessage = ArrayPool<uint>.Shared.Rent(steps.Length);
        try
        {
            numbers.CopyTo(byMessage);
            session.IsMidResponse = true;
            session.Writer.Raw(steps.Length > 0 ? "* THREAD "u8 : "* THREAD"u8);
            for (int at = 0; at < steps.Length;)
            {
                at += Write(session.Writer, steps.AsSpan(at), byMessage);
                if (session.Writer.Written >= Piece)
                {
                    await session.FlushAsync().ConfigureAwait(false);
                }
            }
            session.Writer.CrLf();
            session.IsMidResponse = false;
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(byMessage);
        }
    }

    // How many were written.
    private static int Write(ResponseWriter writer, ReadOnlySpan<ThreadStep> steps, uint[] numbers)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            if (writer.Written >= Piece)
            {
                return i;
            }
            ThreadStep step = steps[i];
            for (int opens = step.Opens; opens > 0; opens--)
            {
                writer.Byte((byte)'(');
            }
            writer.Number((ulong)numbers[step.Message]);
            int closes = step.Closes;
            if (closes == 0)
            {
                writer.Space();
            }
            for (; closes > 0; closes--)
            {
                writer.Byte((byte)')');
            }
        }
        return steps.Length;
    }
}
