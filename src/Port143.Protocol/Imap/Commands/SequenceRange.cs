namespace Port143.Protocol.Imap.Commands;

/// <summary>One element of a sequence set as the client wrote it: the ends in either order, <see cref="Star"/> for
/// <c>*</c> (RFC 9051 section 9, <c>seq-range</c>).</summary>
/// <param name="First">The number before the colon, or <see cref="Star"/>.</param>
/// <param name="Last">The number after it, or the same number where there is no colon.</param>
public readonly record struct SequenceRange(uint First, uint Last)
{
    /// <summary>Stands for <c>*</c>: no message has the number 0.</summary>
    public const uint Star = 0;
}
