using System.Runtime.InteropServices;

namespace Port143.Storage.Search.Terms;

/// <summary>Makes one segment of several whose contents follow each other.</summary>
internal static class TermMerger
{
    /// <summary>Writes the terms of all segments in order; places for which <paramref name="isGone"/> holds are left out.</summary>
    public static void Merge(IReadOnlyList<TermCursor> segments, Predicate<int>? isGone, TermBlockWriter writer)
    {
        var open = new List<TermCursor>(segments.Where(s => s.MoveNext()));
        var places = new List<int>();
        while (open.Count > 0)
        {
            TermCursor least = open[0];
            for (int i = 1; i < open.Count; i++)
            {
                least = open[i].CompareTo(least) < 0 ? open[i] : least;
            }
            TextFields field = least.Field;
            byte[] term = least.Term.ToArray();
            places.Clear();
            for (int i = 0; i < open.Count; i++)
            {
                if (open[i].Field == field && open[i].Term.SequenceEqual(term))
                {
                    open[i].AddPlaces(places);
                    if (!open[i].MoveNext())
                    {
                        open.RemoveAt(i--);
                    }
                }
            }
            if (isGone is not null)
            {
                places.RemoveAll(isGone);
            }
            if (places.Count > 0)
            {
                writer.Add(field, term, CollectionsMarshal.AsSpan(places));
            }
        }
        writer.Flush();
    }
}
