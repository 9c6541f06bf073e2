using System.Text;

namespace Port143.Storage.Digest;

/// <summary>Makes the part table from what the scanner found.</summary>
internal static class PartTableBuilder
{
    private const int LongestName = 1024;

    public static PartTable Build(ReadOnlySpan<byte> message, List<MimeNode> nodes, ByteSink scratch)
    {
        var parts = new MessagePart[nodes.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            MimeNode node = nodes[i];
            ByteRange type = node.Content[(int)ContentField.Type];
            ByteRange disposition = node.Content[(int)ContentField.Disposition];
            string? charset = null;
            if ((node.Kinds & PartKinds.Text) != 0 && !node.TypeAssumed && Read(message, type, "charset"u8, scratch))
            {
                charset = CommonNames.Lower(scratch.Written);
            }
            string? name = null;
            if ((node.Kinds & PartKinds.Multipart) == 0
                && (Read(message, disposition, "filename"u8, scratch) || (!node.TypeAssumed && Read(message, type, "name"u8, scratch))))
            {
                name = HeaderDecoder.Decode(scratch.Written[..Math.Min(scratch.Length, LongestName)]);
            }
            parts[i] = new MessagePart(
                node.Parent, node.Ordinal, node.Kinds, node.Encoding, node.HeaderStart, node.BodyStart - node.HeaderStart,
                node.BodyLength, node.Lines, node.MediaType, node.MediaSubtype, charset, string.IsNullOrEmpty(name) ? null : name);
        }
        return new PartTable(parts);
    }

    private static bool Read(ReadOnlySpan<byte> message, ByteRange field, ReadOnlySpan<byte> name, ByteSink scratch)
    {
        scratch.Truncate(0);
        return field.Exists && MimeParameters.TryGet(field.Of(message), name, scratch);
    }
}
