namespace Port143.Mail.Tests;

public class AsciiDigitsTests
{
    [Theory]
    [InlineData("5", 5, true)]
    [InlineData("6", 5, false)]
    [InlineData("9", 5, false)]
    [InlineData("59", 59, true)]
    [InlineData("60", 59, false)]
    [InlineData("4294967295", uint.MaxValue, true)]
    [InlineData("4294967296", uint.MaxValue, false)]
    [InlineData("18446744073709551615", ulong.MaxValue, true)]
    [InlineData("18446744073709551616", ulong.MaxValue, false)]
    [InlineData("", 9, false)]
    [InlineData("+1", 9, false)]
    [InlineData(" 1", 9, false)]
    [InlineData("1\0", 9, false)]
    [InlineData("٣", 9, false)]
    public void ParsesDigitsUpToAMaximumAndNothingElse(string text, ulong max, bool valid)
    {
        Assert.Equal(valid, AsciiDigits.TryParse(text, max, out _));
        Assert.Equal(valid, AsciiDigits.TryParse(System.Text.Encoding.UTF8.GetBytes(text), max, out _));
    }
}
