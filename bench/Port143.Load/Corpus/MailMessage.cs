namespace Port143.Load.Corpus;

/// <summary>A message in two pieces.</summary>
/// <param name="Header">The header with the empty line that ends it.</param>
/// <param name="Body">The rest.</param>
internal readonly record struct MailMessage(byte[] Header, byte[] Body)
{
    public int Size => Header.Length + Body.Length;
}
