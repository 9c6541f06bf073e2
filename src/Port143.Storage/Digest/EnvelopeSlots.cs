using System.Runtime.CompilerServices;

namespace Port143.Storage.Digest;

/// <summary>Where the values of the envelope's fields lie, by <see cref="EnvelopeField"/>. The first of each name counts.</summary>
[InlineArray(10)]
internal struct EnvelopeSlots
{
    private ByteRange _first;
}
