using Port143.Protocol.Imap;

namespace Port143.Protocol.Tests.Imap;

public sealed class ImapUrlTests
{
    [Theory]
    [InlineData("/Drafts;UIDVALIDITY=385759045/;UID=20/;section=1.MIME", "Drafts", 385759045u, 20u, "1.MIME")]
    [InlineData("/INBOX/;uid=20/;section=HEADER", "INBOX", null, 20u, "HEADER")]
    [InlineData("a/b%20c/%C3%A4/;UID=1", "a/b c/\u00E4", null, 1u, "")]
    [InlineData(";UID=7/;SECTION=1.2", null, null, 7u, "1.2")]
    public void Relative(string text, string? mailbox, uint? validity, uint uid, string section)
    {
        Assert.True(ImapUrl.TryParse(text, out ImapUrl? url));
        Assert.Equal((mailbox, validity, uid, section, text[0] == '/'), (url.Mailbox, url.UidValidity, url.Uid, url.Section.ToString(), url.IsFullPath));
        Assert.Null(url.Host);
        Assert.Null(url.Access);
        Assert.Null(url.Token);
    }

    [Fact]
    public void WithAuthorization()
    {
        const string rump = "imap://joe%40x;AUTH=*@example.com:143/INBOX/;uid=20/;section=1.2/;partial=3.4;expire=2030-01-02T03:04:05+01:00;urlauth=submit+fred";
        Assert.True(ImapUrl.TryParse(rump + ":INTERNAL:91354a473744909de610943775f92038", out ImapUrl? url));
        Assert.Equal(("joe@x", "example.com:143", "INBOX", 20u), (url.User, url.Host, url.Mailbox, url.Uid));
        Assert.Equal(("submit+fred", "INTERNAL", "91354a473744909de610943775f92038"), (url.Access, url.Mechanism, url.Token));
        Assert.Equal(rump, url.Rump);
        Assert.Equal((3L, 4L), (url.Partial!.Value.Offset, url.Partial.Value.Count));
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), url.Expire);
        Assert.True(ImapUrl.TryParse(rump, out url));
        Assert.Null(url.Mechanism);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/INBOX")]
    [InlineData("/;UID=1")]
    [InlineData("imap://host")]
    [InlineData("imap://host/;UID=1")]
    [InlineData("imap:///INBOX/;UID=1")]
    [InlineData("//host/INBOX/;UID=1")]
    [InlineData("http://host/;UID=1")]
    [InlineData("/INBOX/;UID=0")]
    [InlineData("/INBOX/;UID=4294967296")]
    [InlineData("/INBOX/;UID=1x")]
    [InlineData("/INBOX/;UID=1/")]
    [InlineData("/INBOX/;UID=1/;SECTION=")]
    [InlineData("/INBOX/;UID=1/;SECTION=1]x")]
    [InlineData("/INBOX/;UID=1/;PARTIAL=x")]
    [InlineData("/INBOX/;UID=1/;PARTIAL=0.0")]
    [InlineData("/INBOX;UIDVALIDITY=x/;UID=1")]
    [InlineData("/IN%BOX/;UID=1")]
    [InlineData("/IN%FFX/;UID=1")]
    [InlineData("/IN BOX/;UID=1")]
    [InlineData("/INBOX/;UID=1;EXPIRE=2030-01-02T03:04:05Z")]
    [InlineData("/INBOX/;UID=1;EXPIRE=tomorrow;URLAUTH=anonymous")]
    [InlineData("/INBOX/;UID=1;URLAUTH=")]
    [InlineData("/INBOX/;UID=1;URLAUTH=anonymous:INTERNAL")]
    [InlineData("/INBOX/;UID=1;URLAUTH=anonymous;x:INTERNAL:00")]
    public void NoUrlOfAMessage(string text) => Assert.False(ImapUrl.TryParse(text, out _));
}
