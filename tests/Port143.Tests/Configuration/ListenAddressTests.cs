using Port143.Server;

namespace Port143.Tests.Configuration;

public class ListenAddressTests
{
    [Theory]
    [InlineData("off", "off")]
    [InlineData("OFF", "off")]
    [InlineData("143", "*:143")]
    [InlineData("*:0", "*:0")]
    [InlineData(":143", "*:143")]
    [InlineData("localhost:143", "127.0.0.1:143")]
    [InlineData("0.0.0.0:143", "0.0.0.0:143")]
    [InlineData("[::]:143", "[::]:143")]
    [InlineData("unix:/run/x", "unix:/run/x")]
    public void Written_forms(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, out ListenAddress? address, out string? error), error);
        Assert.Equal(expected, address.ToString());
        Assert.True(ListenAddress.TryParse(expected, out ListenAddress? again, out _));
        Assert.Equal(address, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("on")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1: 1")]
    [InlineData("::1:143")]
    [InlineData("[127.0.0.1]:143")]
    [InlineData("0x7f.1:143")]
    [InlineData("unix:")]
    [InlineData("mail.example.org:143")]
    public void Others_are_refused_with_a_reason(string text)
    {
        Assert.False(ListenAddress.TryParse(text, out _, out string? error));
        Assert.NotEmpty(error);
    }
}
