using Port143.Server.Authentication;

namespace Port143.Server.Tests.Authentication;

public class PasswordHasherTests
{
    [Fact]
    public void A_hash_is_a_PHC_string_with_the_agreed_cost()
    {
        string hash = PasswordHasher.Hash("pw"u8);
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash);
        Assert.NotEqual(hash, PasswordHasher.Hash("pw"u8));
        Assert.True(PasswordHasher.Verify(hash, "pw"u8));
        Assert.False(PasswordHasher.Verify(hash, "pW"u8));
        Assert.False(PasswordHasher.NeedsRehash(hash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("$argon2id$v=19$m=131073,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g")]
    [InlineData("$argon2id$v=19$m=4294967295,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA")]
    [InlineData("$argon2id$v=19$m=19456,t=17,p=1$c2FsdHNhbHRzYWx0$aGFzaA")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=8$c2FsdHNhbHRzYWx0$aGFzaA")]
    [InlineData("$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA")]
    [InlineData("$argon2id$v=19$m=+19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$$")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$***$***")]
    public void Stored_text_that_is_no_hash_within_the_limits_fits_no_password(string stored) =>
        Assert.False(PasswordHasher.Verify(stored, "pw"u8));

    [Fact]
    public void Generated_passwords_are_long_and_all_different()
    {
        string[] all = [.. Enumerable.Range(0, 1000).Select(_ => PasswordGenerator.Generate())];
        Assert.Equal(1000, all.Distinct().Count());
        Assert.All(all, p => Assert.Matches("^[a-z2-9]{6}(-[a-z2-9]{6}){3}$", p));
    }
}
