using System.Text;
using CsCheck;
using Port143.Server.Authentication;

namespace Port143.Server.Tests.Authentication;

public class StrictBase64Tests
{
    private static bool Decode(string text, out byte[] bytes)
    {
        byte[] input = Encoding.Latin1.GetBytes(text);
        byte[] room = new byte[StrictBase64.MaxDecodedLength(input.Length)];
        bool ok = StrictBase64.TryDecode(input, room, out int written);
        bytes = room[..written];
        return ok;
    }

    [Fact]
    public void What_was_encoded_is_decoded() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        Assert.True(Decode(Convert.ToBase64String(bytes), out byte[] decoded));
        Assert.Equal(bytes, decoded);
    });

    [Fact]
    public void Only_one_text_gives_the_same_bytes() => Gen.Char["AQgw+/=z9 "].Array[0, 9].Sample(text =>
    {
        if (Decode(new string(text), out byte[] bytes))
        {
            Assert.Equal(new string(text), Convert.ToBase64String(bytes));
        }
    }, iter: 20_000);

    [Theory] // B23
    [InlineData("A")]
    [InlineData("AA")]
    [InlineData("AAA")]
    [InlineData("AA==AAAA")]
    [InlineData("AB==")]
    [InlineData("AAB=")]
    [InlineData("A===")]
    [InlineData("====")]
    [InlineData("=")]
    [InlineData("A=A=")]
    [InlineData("AAAA ")]
    [InlineData(" AAA")]
    [InlineData("AA\tA")]
    [InlineData("AAA\r")]
    [InlineData("AAA\0")]
    [InlineData("AA-_")]
    [InlineData("AA\u00e9A")]
    public void Anything_else_is_refused(string text) => Assert.False(Decode(text, out _));
}
