using System.Text;
using CsCheck;

namespace Port143.Mail.Tests;

public sealed class ModifiedUtf7Tests
{
    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("a & b", "a &- b")]
    [InlineData("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")]
    [InlineData("Entwürfe", "Entw&APw-rfe")]
    [InlineData("☺!", "&Jjo-!")]
    [InlineData("😀", "&2D3eAA-")]
    [InlineData("", "")]
    [InlineData("a\tb", "a&AAk-b")]
    public void Known_answers(string name, string encoded)
    {
        Assert.Equal(encoded, ModifiedUtf7.Encode(name));
        Assert.True(ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(encoded), out string? decoded));
        Assert.Equal(name, decoded);
    }

    [Theory]
    [InlineData("&")]
    [InlineData("a&b")]
    [InlineData("&Jjo")]
    [InlineData("&Jjo!")]
    [InlineData("&U,BTFw-&ZeVnLIqe-")]
    [InlineData("&AGE-")]
    [InlineData("&Jj-")]
    [InlineData("&Jjp-")]
    [InlineData("&J-")]
    [InlineData("&JjoA-")]
    [InlineData("&2D0-")]
    [InlineData("&3gA-")]
    [InlineData("&Jj/-")]
    [InlineData("&Jj=-")]
    [InlineData("a\u007Fb")]
    public void What_is_not_well_formed_is_refused(string encoded) =>
        Assert.False(ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(encoded), out _));

    [Fact]
    public void Decoding_undoes_encoding() => ValidText.Sample(name =>
    {
        string encoded = ModifiedUtf7.Encode(name);
        return encoded.All(c => c is >= ' ' and <= '~')
            && ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(encoded), out string? decoded) && decoded == name;
    }, iter: 20_000);

    [Fact]
    public void What_decodes_is_the_only_spelling() => Gen.Char["&-AGEJjo,+/a"].Array[0, 12].Sample(chars =>
    {
        string encoded = new(chars);
        return !ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(encoded), out string? decoded) || ModifiedUtf7.Encode(decoded) == encoded;
    }, iter: 50_000);

    private static Gen<string> ValidText { get; } =
        Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u0001', '\u04FF'], Gen.Const('&'), Gen.Const('\u4E2D')).Select(c => c.ToString())
            .Array[0, 20].Select(parts => string.Concat(parts.Select((p, i) => i % 7 == 6 ? "😀" : p)));
}
