using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

/// <summary>What holds for the digest of any bytes.</summary>
internal static class DigestAssert
{
    public static MessageDigest Build(string text) => Holds(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

    /// <summary>Builds a digest and checks all of it.</summary>
    public static MessageDigest Holds(byte[] message)
    {
        MessageDigest digest = MessageDigest.Build(message);
        WireChecker.Envelope(digest.Envelope);
        int leaves = WireChecker.Structure(digest.Body, false);
        Assert.Equal(leaves, WireChecker.Structure(digest.BodyStructure, true));
        PartTable parts = digest.Parts;
        Assert.Equal(message.Length, parts.MessageLength);
        Assert.InRange(parts.Count, 1, 10_001);
        int opened = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            MessagePart part = parts[i];
            Assert.True(part.HeaderOffset >= 0 && part.HeaderLength >= 0 && part.BodyLength >= 0 && part.Lines >= 0);
            Assert.True(part.BodyOffset + part.BodyLength <= message.Length);
            if (i > 0)
            {
                Assert.InRange(part.Parent, 0, i - 1);
                MessagePart parent = parts[part.Parent];
                Assert.True(parent.IsMultipart || parent.IsMessage);
                Assert.True(part.HeaderOffset >= parent.BodyOffset, "a part begins before its parent");
                Assert.True(part.BodyOffset + part.BodyLength <= parent.BodyOffset + parent.BodyLength, "a part ends behind its parent");
            }
            opened += part.IsMultipart || part.IsMessage ? 0 : 1;
            if (i < 50)
            {
                int[] path = parts.PathOf(i);
                Assert.True(parts.TryFind(path, out int found) || (path.Length == 0 && found == 0));
                Assert.True(found == i || ((part.Kinds & PartKinds.Root) != 0 && part.IsMultipart && found == part.Parent) || path.Length == 0);
            }
        }
        Assert.Equal(leaves, opened);
        PartTable read = PartTable.Deserialize(parts.Serialize());
        Assert.Equal(parts.All.ToArray(), read.All.ToArray());
        Assert.True(digest.Preview.EnumerateRunes().Count() <= 200);
        Assert.DoesNotContain('\uFFFE', digest.Preview);
        return digest;
    }
}
