namespace Port143.Server.Tests.Simulator;

/// <summary>A piece of a response as a client reads it: a word, a string, NIL or a list.</summary>
internal sealed record WireNode(string? Text, IReadOnlyList<WireNode>? Items, bool IsQuoted = false)
{
    public bool IsNil => !IsQuoted && Items is null && Text == "NIL";

    public uint Number => Items is null && !IsQuoted && uint.TryParse(Text, out uint number)
        ? number
        : throw new InvalidDataException("no number: " + this);

    public long Long => Items is null && !IsQuoted && long.TryParse(Text, out long number) && number > 0
        ? number
        : throw new InvalidDataException("no positive number: " + this);

    public IReadOnlyList<WireNode> List => Items ?? throw new InvalidDataException("no list: " + this);

    public string String => Text ?? throw new InvalidDataException("no string: " + this);

    public override string ToString() => Items is null ? IsQuoted ? $"\"{Text}\"" : Text! : $"({string.Join(' ', Items)})";
}
