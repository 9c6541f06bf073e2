using System.Numerics;
using System.Runtime.InteropServices;

namespace Port143.Server.Commands.Search;

/// <summary>AND, OR and NOT for many messages at once.</summary>
internal static class Truths
{
    /// <summary>How many messages are asked about at once; their answers lie on the stack.</summary>
    public const int Most = 1024;

    /// <summary>The least of each two.</summary>
    public static void And(Span<Truth> truths, ReadOnlySpan<Truth> others)
    {
        Span<Vector<byte>> vectors = MemoryMarshal.Cast<Truth, Vector<byte>>(truths);
        ReadOnlySpan<Vector<byte>> otherVectors = MemoryMarshal.Cast<Truth, Vector<byte>>(others);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Vector.Min(vectors[i], otherVectors[i]);
        }
        for (int i = vectors.Length * Vector<byte>.Count; i < truths.Length; i++)
        {
            truths[i] = (Truth)Math.Min((byte)truths[i], (byte)others[i]);
        }
    }

    /// <summary>The greatest of each two.</summary>
    public static void Or(Span<Truth> truths, ReadOnlySpan<Truth> others)
    {
        Span<Vector<byte>> vectors = MemoryMarshal.Cast<Truth, Vector<byte>>(truths);
        ReadOnlySpan<Vector<byte>> otherVectors = MemoryMarshal.Cast<Truth, Vector<byte>>(others);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Vector.Max(vectors[i], otherVectors[i]);
        }
        for (int i = vectors.Length * Vector<byte>.Count; i < truths.Length; i++)
        {
            truths[i] = (Truth)Math.Max((byte)truths[i], (byte)others[i]);
        }
    }

    /// <summary>The opposite of each.</summary>
    public static void Not(Span<Truth> truths)
    {
        foreach (ref Truth truth in truths)
        {
            truth = (Truth)((byte)Truth.True - (byte)truth);
        }
    }
}
