using System.Runtime.CompilerServices;

namespace Port143.Storage.Digest;

/// <summary>Where the values of a part's fields lie, by <see cref="ContentField"/>. The first of each name counts.</summary>
[InlineArray(8)]
internal struct ContentSlots
{
    private ByteRange _first;
}
