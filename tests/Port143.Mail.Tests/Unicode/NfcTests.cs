using Port143.Mail.Unicode;

namespace Port143.Mail.Tests.Unicode;

public class NfcTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u00E9", "\u00E9")]
    [InlineData("\u212A", "K")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("\u0044\u0307\u0323", "\u1E0C\u0307")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")]
    [InlineData("\uAC00\u11A7", "\uAC00\u11A7")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\uF951", "\u964B")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\U0002F800", "\u4E3D")]
    public void Known_texts_are_normalised(string text, string expected) => Assert.Equal(expected, Nfc.Normalize(text));

    [Fact]
    public void Every_decomposition_meets_its_character_and_is_stable()
    {
        ReadOnlySpan<uint> rows = NfcTables.Decompositions;
        for (int i = 0; i < rows.Length; i += 3)
        {
            string whole = char.ConvertFromUtf32((int)(rows[i] & 0x7FFF_FFFF));
            string parts = char.ConvertFromUtf32((int)rows[i + 1])
                + (rows[i + 2] == 0 ? "" : char.ConvertFromUtf32((int)rows[i + 2]));
            string normal = Nfc.Normalize(whole);
            Assert.Equal(normal, Nfc.Normalize(parts));
            Assert.Equal(normal, Nfc.Normalize(normal));
        }
    }

    [Fact]
    public void Mailbox_names_in_two_spellings_are_one() =>
        Assert.Equal(MailboxName.Parse("Entwu\u0308rfe"), MailboxName.Parse("Entw\u00FCrfe"));
}
