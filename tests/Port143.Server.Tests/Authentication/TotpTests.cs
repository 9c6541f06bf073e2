using System.Text;
using Port143.Server.Authentication;

namespace Port143.Server.Tests.Authentication;

public sealed class TotpTests
{
    private static readonly byte[] Key = "12345678901234567890"u8.ToArray();

    // RFC 4226 appendix D.
    [Theory]
    [InlineData(0, 755224)]
    [InlineData(1, 287082)]
    [InlineData(2, 359152)]
    [InlineData(3, 969429)]
    [InlineData(4, 338314)]
    [InlineData(5, 254676)]
    [InlineData(6, 287922)]
    [InlineData(7, 162583)]
    [InlineData(8, 399871)]
    [InlineData(9, 520489)]
    public void The_counters_of_RFC_4226(long counter, uint code) => Assert.Equal(code, Totp.Code(Key, counter));

    // RFC 6238 appendix B shows eight digits; six are the last of them.
    [Theory]
    [InlineData(59, 94287082)]
    [InlineData(1111111109, 07081804)]
    [InlineData(1111111111, 14050471)]
    [InlineData(1234567890, 89005924)]
    [InlineData(2000000000, 69279037)]
    [InlineData(20000000000, 65353130)]
    public void The_times_of_RFC_6238(long time, uint eightDigits) =>
        Assert.Equal(eightDigits % 1_000_000, Totp.Code(Key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(time))));

    [Fact]
    public void A_clock_may_be_one_step_off()
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_010);
        long step = Totp.StepAt(now);
        for (long off = -3; off <= 3; off++)
        {
            Assert.Equal(Math.Abs(off) <= 1 ? step + off : null, Totp.FindStep(Key, Totp.Code(Key, step + off), now));
        }
    }

    [Theory]
    [InlineData("000000", true)]
    [InlineData("287082", true)]
    [InlineData("28708", false)]
    [InlineData("2870822", false)]
    [InlineData("28708a", false)]
    [InlineData("-28708", false)]
    [InlineData(" 28708", false)]
    public void Codes_are_six_digits(string text, bool isOne) => Assert.Equal(isOne, Totp.TryParse(Encoding.UTF8.GetBytes(text), out _));

    // RFC 4648 section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_of_RFC_4648(string bytes, string text) => Assert.Equal(text, Base32.Encode(Encoding.ASCII.GetBytes(bytes)));

    [Theory]
    [InlineData("secret123456", 6)]
    [InlineData("123456", 0)]
    [InlineData("x123456", 6)]
    [InlineData("secret", 0)]
    [InlineData("secretabcde-fghjk-mnpqr", 17)]
    [InlineData("abcde-fghjk-mnpqr", 0)]
    [InlineData("secretabcde-fghjk-mnpq1", 0)]
    [InlineData("secretabcde fghjk mnpqr", 0)]
    public void A_code_is_found_at_the_end_of_a_password(string sent, int length) =>
        Assert.Equal(length, CodeTail.Length(Encoding.ASCII.GetBytes(sent)));
}
