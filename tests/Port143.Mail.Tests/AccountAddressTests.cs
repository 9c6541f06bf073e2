namespace Port143.Mail.Tests;

public class AccountAddressTests
{
    [Theory] // F05
    [InlineData("Bob@Example.ORG", "bob@example.org")]
    [InlineData("rene\u0301@example.org", "ren\u00E9@example.org")]
    [InlineData("RENE\u0301@example.org", "ren\u00E9@example.org")]
    [InlineData("\u212Aarl@example.org", "karl@example.org")]
    [InlineData("a+b.c@localhost", "a+b.c@localhost")]
    [InlineData("x@B\u00DCCHER.example", "x@b\u00FCcher.example")]
    [InlineData("x@xn--bcher-kva.example", "x@b\u00FCcher.example")]
    [InlineData("x@XN--BCHER-KVA.example", "x@b\u00FCcher.example")]
    [InlineData("o'neil/1=2@example.org", "o'neil/1=2@example.org")]
    public void One_canonical_form(string text, string expected)
    {
        Assert.True(AccountAddress.TryCreate(text, out AccountAddress? address, out string? error), error);
        Assert.Equal(expected, address.Value);
        Assert.Equal(address, AccountAddress.Parse(address.Value));
        Assert.True(AccountAddress.TryCreate(System.Text.Encoding.UTF8.GetBytes(text), out AccountAddress? again, out _));
        Assert.Equal(address, again);
    }

    [Theory] // F04, F05
    [InlineData("")]
    [InlineData("bob")]
    [InlineData("@example.org")]
    [InlineData("bob@")]
    [InlineData("bob@a@b")]
    [InlineData(" bob@example.org")]
    [InlineData("bob@example.org ")]
    [InlineData("bob @example.org")]
    [InlineData("bob\u00A0@example.org")]
    [InlineData("bob\0@example.org")]
    [InlineData("bob\r\n@example.org")]
    [InlineData("bob.@example.org")]
    [InlineData(".bob@example.org")]
    [InlineData("b..b@example.org")]
    [InlineData("bob@example.org.")]
    [InlineData("bob@.org")]
    [InlineData("bob@-a.org")]
    [InlineData("bob@a_b.org")]
    [InlineData("bob@[127.0.0.1]")]
    [InlineData("\"bob\"@example.org")]
    [InlineData("b<ob@example.org")]
    [InlineData("\uFF22ob@example.org")]
    [InlineData("bob\u200B@example.org")]
    [InlineData("bob\u00AD@example.org")]
    [InlineData("bob\u202E@example.org")]
    [InlineData("\uFFFD@example.org")]
    [InlineData("bob@xn--\u00FC.org")]
    [InlineData("bob@xn--a.org")]
    [InlineData("bob\uFF20example.org")]
    public void Others_are_refused(string text)
    {
        Assert.False(AccountAddress.TryCreate(text, out _, out string? error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Lone_surrogates_are_refused() => Others_are_refused("\uD800@example.org");

    [Fact] // F04
    public void Invalid_UTF8_is_refused()
    {
        Assert.False(AccountAddress.TryCreate([(byte)'b', 0xFF, (byte)'@', (byte)'c'], out _, out _));
        Assert.False(AccountAddress.TryCreate([(byte)'b', 0xC0, 0x80, (byte)'@', (byte)'c'], out _, out _));
        Assert.False(AccountAddress.TryCreate([(byte)'b', 0xED, 0xA0, 0x80, (byte)'@', (byte)'c'], out _, out _));
    }

    [Fact]
    public void Length_is_bounded()
    {
        string local = new('a', 64);
        Assert.True(AccountAddress.TryCreate($"{local}@example.org", out _, out _));
        Assert.False(AccountAddress.TryCreate($"a{local}@example.org", out _, out _));
        Assert.False(AccountAddress.TryCreate($"a@{string.Join('.', Enumerable.Repeat(new string('b', 60), 5))}", out _, out _));
        Assert.False(AccountAddress.TryCreate(new string('a', 1_000_000) + "@b", out _, out _));
        Assert.False(AccountAddress.TryCreate(new byte[1_000_000], out _, out _));
    }

    [Theory]
    [InlineData("bob+lists@example.org", "bob@example.org", "lists")]
    [InlineData("bob+a+b@example.org", "bob@example.org", "a+b")]
    [InlineData("bob+@example.org", "bob@example.org", "")]
    public void Detail_is_split(string text, string account, string detail)
    {
        Assert.True(AccountAddress.Parse(text).TrySplitDetail(out AccountAddress? found, out string? rest));
        Assert.Equal(account, found.Value);
        Assert.Equal(detail, rest);
        Assert.Equal(AccountAddress.Parse(account), found);
    }

    [Theory]
    [InlineData("bob@example.org")]
    [InlineData("+lists@example.org")]
    [InlineData("a@b+c.org")]
    public void No_detail(string text)
    {
        if (AccountAddress.TryCreate(text, out AccountAddress? address, out _))
        {
            Assert.False(address.TrySplitDetail(out _, out _));
        }
    }
}
