namespace Port143.Storage.Digest;

/// <summary>A range of the message's bytes. <c>default</c> means that there is none; an empty range has a non-zero start.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length.</param>
/// <param name="Repeated">Whether it is the value of a field whose name occurs again.</param>
internal readonly record struct ByteRange(int Start, int Length, bool Repeated = false)
{
    public bool Exists => Start > 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message) => message.Slice(Start, Length);
}
