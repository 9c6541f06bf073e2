using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

/// <summary>A copy of a <see cref="ContentRow"/>.</summary>
internal sealed record SeenContent(
    bool Found, byte[] Envelope, byte[] Body, byte[] BodyStructure, byte[] Parts, byte[] Preview, InternalDate? SentDate,
    byte[] Header, byte[] Text, bool IsLarge, byte[] Thread);
