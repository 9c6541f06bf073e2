using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

public sealed class PartTableTests
{
    private const string Message = """
        Subject: s
        Content-Type: multipart/mixed; boundary=b

        --b

        one
        --b
        Content-Type: message/rfc822

        Subject: inner
        Content-Type: multipart/alternative; boundary=c

        --c

        two
        --c
        Content-Type: text/html; charset=koi8-r

        three
        --c--
        --b
        Content-Type: message/rfc822

        Subject: plain

        four
        --b
        Content-Type: application/x-odd; name=a.b
        Content-Disposition: attachment

        five
        --b--

        """;

    [Theory]
    [InlineData("1", SectionKind.All, "one")]
    [InlineData("1", SectionKind.Mime, "\r\n")]
    [InlineData("1", SectionKind.Text, null)]
    [InlineData("1", SectionKind.Header, null)]
    [InlineData("1.1", SectionKind.All, null)]
    [InlineData("2", SectionKind.Mime, "Content-Type: message/rfc822\r\n\r\n")]
    [InlineData("2", SectionKind.Header, "Subject: inner\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n")]
    [InlineData("2.1", SectionKind.All, "two")]
    [InlineData("2.2", SectionKind.All, "three")]
    [InlineData("2.2", SectionKind.Mime, "Content-Type: text/html; charset=koi8-r\r\n\r\n")]
    [InlineData("2.3", SectionKind.All, null)]
    [InlineData("3", SectionKind.All, "Subject: plain\r\n\r\nfour")]
    [InlineData("3", SectionKind.Text, "four")]
    [InlineData("3.1", SectionKind.All, "four")]
    [InlineData("3.1", SectionKind.Mime, "Subject: plain\r\n\r\n")]
    [InlineData("3.2", SectionKind.All, null)]
    [InlineData("3.1.1", SectionKind.All, null)]
    [InlineData("4", SectionKind.All, "five")]
    [InlineData("5", SectionKind.All, null)]
    [InlineData("0", SectionKind.All, null)]
    [InlineData("", SectionKind.Header, "Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")]
    [InlineData("", SectionKind.Mime, null)]
    public void Sections_are_ranges_of_the_message(string path, SectionKind kind, string? expected)
    {
        string text = Message.ReplaceLineEndings("\r\n");
        PartTable parts = DigestAssert.Build(text).Parts;
        int[] numbers = [.. path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(n => n[0] - '0')];
        bool found = parts.TryLocate(numbers, kind, out long offset, out long length);
        Assert.Equal(expected, found ? text.Substring((int)offset, (int)length) : null);
    }

    [Fact]
    public void The_only_part_of_a_plain_message_is_its_body()
    {
        PartTable parts = DigestAssert.Build("Subject: s\n\nbody").Parts;
        Assert.True(parts.TryLocate([1], SectionKind.All, out long offset, out long length));
        Assert.Equal((14, 4), (offset, length));
        Assert.True(parts.TryLocate([], SectionKind.Text, out offset, out length));
        Assert.Equal((14, 4), (offset, length));
        Assert.True(parts.TryLocate([], SectionKind.All, out offset, out length));
        Assert.Equal((0, 18), (offset, length));
        Assert.Equal([1], parts.PathOf(0));
    }

    [Fact]
    public void A_message_that_is_a_message_is_part_1()
    {
        PartTable parts = DigestAssert.Build("Content-Type: message/rfc822\n\nSubject: in\n\nbody").Parts;
        Assert.True(parts.TryLocate([1], SectionKind.Text, out _, out long length));
        Assert.Equal(4, length);
        Assert.True(parts.TryLocate([1, 1], SectionKind.All, out _, out length));
        Assert.Equal(4, length);
    }

    [Fact]
    public void The_stored_form_does_not_change()
    {
        Assert.Equal("0101A0010E040101020000", Convert.ToHexString(DigestAssert.Build("Subject: s\n\nbody").Parts.Serialize()));
        Assert.Equal("0109880139DB02000405000020000502030101020000100111208B010B080900008801000043480004060000200005020301010200002001112B0501010336001005C30120160308090000A001000012040101020000400780024E04000EC80105782D6F64640003612E62", Convert.ToHexString(DigestAssert.Build(Message).Parts.Serialize()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("02")]
    [InlineData("0100")]
    [InlineData("01FFFFFFFF07")]
    [InlineData("0101A001")]
    public void Damage_is_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => PartTable.Deserialize(Convert.FromHexString(hex)));
}
