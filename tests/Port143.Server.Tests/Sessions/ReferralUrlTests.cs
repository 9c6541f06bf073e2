using Port143.Mail;
using Port143.Server.Referrals;

namespace Port143.Server.Tests.Sessions;

/// <summary>The URLs of referrals (RFC 5092), as the administrator writes them and as clients get them.</summary>
public class ReferralUrlTests
{
    private static readonly AccountAddress Bob = AccountAddress.Parse("bob+x@example.org");

    [Theory]
    [InlineData("imap://server2.example", "imap://bob%2Bx%40example.org;AUTH=*@server2.example/")]
    [InlineData("IMAP://MIKE@SERVER2/", "imap://MIKE@SERVER2/")]
    [InlineData("imap://;AUTH=*@10.0.0.1:1143/", "imap://;AUTH=*@10.0.0.1:1143/")]
    [InlineData("imap://mike;AUTH=GSSAPI@server2/", "imap://mike;AUTH=GSSAPI@server2/")]
    public void Of_a_server(string text, string sent)
    {
        Assert.True(ReferralUrl.TryParse(text, out ReferralUrl? url));
        Assert.False(url.HasMailbox);
        Assert.Equal(sent, url.For(Bob, ""));
    }

    [Theory]
    [InlineData("imap://u@server2/a%20b", "", "imap://u@server2/a%20b")]
    [InlineData("imap://u@server2/a", "/b [c]/d;e?", "imap://u@server2/a/b%20%5Bc%5D/d%3Be%3F")]
    [InlineData("imap://u@server2/a", "/ä%", "imap://u@server2/a/%C3%A4%25")]
    public void Of_a_mailbox(string text, string below, string sent)
    {
        Assert.True(ReferralUrl.TryParse(text, out ReferralUrl? url));
        Assert.True(url.HasMailbox);
        Assert.Equal(sent, url.For(Bob, below));
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://server2/")]
    [InlineData("imap://")]
    [InlineData("imap:///a")]
    [InlineData("imap://@server2/")]
    [InlineData("imap://u;AUTH=@server2/")]
    [InlineData("imap://u:p@server2/")]
    [InlineData("imap://a@b@server2/")]
    [InlineData("imap://server2:0/")]
    [InlineData("imap://server2:65536/")]
    [InlineData("imap://ser ver/")]
    [InlineData("imap://[::1]/")]
    [InlineData("imap://server2/a%2")]
    [InlineData("imap://server2/a%ff")]
    [InlineData("imap://server2/a%00")]
    [InlineData("imap://server2/a]")]
    [InlineData("imap://server2/a\r\nb")]
    [InlineData("imap://server2/a;UID=1")]
    [InlineData("imap://server2/a/;UID=1")]
    [InlineData("imap://server2/a?subject")]
    [InlineData("imap://server2/a/")]
    public void Anything_else_is_refused(string text) => Assert.False(ReferralUrl.TryParse(text, out _));

    [Theory]
    [InlineData("INBOX imap://server2/INBOX")]
    [InlineData("a")]
    [InlineData("imap://server2/a")]
    [InlineData("a imap://server2/")]
    [InlineData("a imap://server2/a http://server3/a")]
    [InlineData("a//b imap://server2/a")]
    public void A_mailbox_needs_a_name_and_urls_of_mailboxes(string text) => Assert.False(MailboxReferral.TryParse(text, out _));

    [Theory]
    [InlineData("bob@example.org")]
    [InlineData("bob imap://server2/")]
    [InlineData("bob@example.org imap://server2/INBOX")]
    [InlineData("bob@example.org imap://server2/ imap://server3/")]
    public void An_account_needs_an_address_and_the_url_of_a_server(string text) => Assert.False(AccountReferral.TryParse(text, out _));

    [Fact]
    public void A_referral_is_written_as_it_is_read()
    {
        const string Text = "Archive/Old Mail imap://a@server2/Old IMAP://server3/Old";
        Assert.True(MailboxReferral.TryParse(Text, out MailboxReferral? referral));
        Assert.Equal(Text, referral.ToString());
    }
}
