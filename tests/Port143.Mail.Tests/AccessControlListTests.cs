namespace Port143.Mail.Tests;

/// <summary>Rights and access control lists (RFC 4314 section 2).</summary>
public class AccessControlListTests
{
    private static readonly AccountAddress Fred = AccountAddress.Parse("fred@example.org");
    private static readonly AccountAddress Chris = AccountAddress.Parse("chris@example.org");

    [Theory]
    [InlineData("", "")]
    [InlineData("lrswida", "lrswitead")]
    [InlineData("lrswikda", "lrswikteacd")]
    [InlineData("c", "kxc")]
    [InlineData("k", "kc")]
    [InlineData("t", "td")]
    [InlineData("aetxkpiwsrl", "lrswipkxteacd")]
    public void OldRightsStandForNewOnesAndAreToldBesideThem(string read, string told)
    {
        Assert.True(MailboxRightsText.TryParse(read, out MailboxRights rights, out _));
        Assert.Equal(told, MailboxRightsText.ToLetters(rights));
        Assert.True(MailboxRightsText.TryParse(MailboxRightsText.ToPlainLetters(rights), out MailboxRights again, out _));
        Assert.Equal(rights, again);
    }

    [Theory]
    [InlineData("lrQ")]
    [InlineData("lrq")]
    [InlineData("l r")]
    [InlineData("+l")]
    [InlineData("0")]
    [InlineData("é")]
    public void WhatIsNoRightIsRefused(string text) => Assert.False(MailboxRightsText.TryParse(text, out _, out _));

    [Fact]
    public void RightsAreTheUnionLessTheNegative()
    {
        AccessControlList acl = Make(("anyone", "lr"), ("chris@example.org", "si"), ("-chris@example.org", "r"));
        Assert.Equal("lsi", MailboxRightsText.ToLetters(acl.RightsOf(Chris)));
        Assert.Equal("lr", MailboxRightsText.ToLetters(acl.RightsOf(Fred)));
        Assert.Equal(MailboxRights.None, AccessControlList.Private.RightsOf(Chris));
    }

    [Fact]
    public void TheOwnerHasEverythingUntilHisEntrySaysLessAndKeepsTheKeys()
    {
        Assert.Equal(MailboxRights.All, Make(("anyone", "lr")).RightsOfOwner(Fred));
        AccessControlList acl = AccessControlList.Private.Change(AclIdentifier.Of(Fred), AclMode.Remove, MailboxRights.Delete, isOwner: true);
        Assert.Equal(MailboxRights.All & ~MailboxRights.Delete, acl.RightsOfOwner(Fred));
        acl = acl.Change(AclIdentifier.Of(Fred), AclMode.Replace, MailboxRights.None, isOwner: true);
        Assert.Equal(AccessControlList.OwnerKeeps, acl.RightsOfOwner(Fred));
        Assert.Equal(AccessControlList.OwnerKeeps, Make(("-anyone", "lrswipkxtea")).RightsOfOwner(Fred));
    }

    [Fact]
    public void ItIsReadAsItWasWritten()
    {
        AccessControlList acl = Make(("anyone", "l"), ("chris@example.org", "lrkt"), ("-fred@example.org", "e"));
        Assert.Equal(acl, AccessControlList.Parse(acl.ToString()));
        Assert.Equal("lrktc", MailboxRightsText.ToLetters(AccessControlList.Parse(acl.ToString()).RightsOf(Chris))[..5]);
        Assert.Equal(AccessControlList.Private, AccessControlList.Parse(""));
        Assert.Throws<FormatException>(() => AccessControlList.Parse("chris@example.org"));
        Assert.DoesNotContain("fred", acl.Without(Fred).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEntryWithoutRightsIsNone()
    {
        AccessControlList acl = Make(("chris@example.org", "lr"));
        Assert.Equal(AccessControlList.Private, acl.Change(AclIdentifier.Of(Chris), AclMode.Remove, MailboxRights.All, isOwner: false));
        Assert.Equal(AccessControlList.Private, acl.Change(AclIdentifier.Of(Chris), AclMode.Replace, MailboxRights.None, isOwner: false));
    }

    private static AccessControlList Make(params (string Who, string Letters)[] entries)
    {
        AccessControlList acl = AccessControlList.Private;
        foreach ((string who, string letters) in entries)
        {
            Assert.True(AclIdentifier.TryParse(who, out AclIdentifier? identifier, out _));
            Assert.True(MailboxRightsText.TryParse(letters, out MailboxRights rights, out _));
            acl = acl.Change(identifier, AclMode.Replace, rights, isOwner: false);
        }
        return acl;
    }
}
