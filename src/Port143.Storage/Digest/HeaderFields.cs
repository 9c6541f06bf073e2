namespace Port143.Storage.Digest;

/// <summary>Reads the fields of a header as they stand, byte for byte.</summary>
public static class HeaderFields
{
    /// <summary>The fields of a header, in order. The bytes may go on after the empty line; nothing behind it is read.</summary>
    public static HeaderFieldEnumerator Enumerate(ReadOnlySpan<byte> header) => new(header);

    /// <summary>
    /// Finds the first field with this name. False when there is none.
    /// </summary>
    public static bool TryFind(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, out HeaderField field)
    {
        foreach (HeaderField candidate in Enumerate(header))
        {
            if (candidate.Is(name))
            {
                field = candidate;
                return true;
            }
        }
        field = default;
        return false;
    }
}
