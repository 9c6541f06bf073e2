using Port143.Mail;
using Port143.Server.Authentication;

namespace Port143.Server.Tests.Authentication;

public sealed class PasswordPolicyTests
{
    private static readonly AccountAddress Address = AccountAddress.Parse("anna.schmidt@postmeister.example");

    private static string? Refuse(string password, bool hasSecondFactor = false) => PasswordPolicy.Refuse(password, Address, hasSecondFactor);

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("x7Kp2vQm9Lr4TzW")]
    [InlineData("\u6211\u559C\u6B22\u5728\u6D77\u8FB9\u6563\u6B65\u548C\u770B\u4E66\u559D\u8336\u53E3\u6C34")]
    [InlineData("der Nachbar malt Zebras an")]
    [InlineData("               q u i e t  z e b r a")]
    public void Good_ones_are_taken(string password) => Assert.Null(Refuse(password));

    [Theory]
    [InlineData("short but good", "has 14 characters and needs 15 (8 for an account with a second factor)")]
    [InlineData("a\u0308o\u0308u\u0308a\u0308o\u0308u\u0308a\u0308o\u0308u\u0308", "has 9 characters")]
    [InlineData("passwordpassword", "common passwords and the same thing repeated")]
    [InlineData("P4ssw0rdP4ssw0rd!", "common passwords")]
    [InlineData("qwertyuiop12345", "common passwords")]
    [InlineData("lkjhgfdsacvbnm1", "runs such as")]
    [InlineData("905273618409627", "digits and signs")]
    [InlineData("asdfghjklasdfghjkl", "the same thing repeated")]
    [InlineData("aaaaaaaaaaaaaaaaaaa", "the same thing repeated")]
    [InlineData("abcdefghijklmnopq", "runs such as")]
    [InlineData("987654321987654321", "the same thing repeated")]
    [InlineData("198519851985198", "the same thing repeated")]
    [InlineData("anna.schmidt2026", "parts of the address")]
    [InlineData("Postmeister-Anna-1", "parts of the address")]
    [InlineData("monkey-dragon-2024", "common passwords")]
    [InlineData("tab\tis no character", "control character")]
    public void Bad_ones_are_refused_with_the_reason(string password, string reason)
    {
        string refusal = Refuse(password)!;
        Assert.Contains(reason, refusal);
        Assert.DoesNotContain(password, refusal);
    }

    [Fact]
    public void A_thousand_and_twenty_four_bytes_are_the_most()
    {
        string all = string.Concat(Enumerable.Range(0, 256).Select(i => char.ConvertFromUtf32(0x1F300 + i * 7 % 200)));
        Assert.Null(Refuse(all));
        Assert.Contains("more than 1024 bytes", Refuse(all + "x"));
    }

    [Theory]
    [InlineData("blue7dog", true)]
    [InlineData("7 chars", false)]
    [InlineData("sunshine7", false)]
    [InlineData("Summer2024!", false)]
    public void Eight_are_enough_beside_a_second_factor(string password, bool isGood)
    {
        Assert.Equal(isGood, Refuse(password, hasSecondFactor: true) is null);
        Assert.NotNull(Refuse(password));
    }

    [Fact]
    public void Made_ones_have_six_words_and_are_good()
    {
        string[] words = WordPassword.ReadWords();
        Assert.Equal((7776, 7776), (words.Length, words.Distinct().Count()));
        Assert.True(WordPassword.Words * Math.Log2(words.Length) > 77);
        string[] made = [.. Enumerable.Range(0, 200).Select(_ => WordPassword.Generate())];
        Assert.Equal(200, made.Distinct().Count());
        Assert.All(made, p => Assert.Null(Refuse(p)));
    }

    [Fact]
    public void The_list_knows_what_is_in_it_and_little_else()
    {
        CommonPasswords list = CommonPasswords.Read();
        Assert.Equal(31_583, list.Count);
        Assert.All(["password", "123456", "qwerty", "iloveyou", "dragon", "trustno1"], p => Assert.True(list.Contains(p), p));
        Assert.All(["", "abc", "Password", "zebra malt", "gr\u00FCn"], p => Assert.False(list.Contains(p), p));
        var random = new Random(143);
        Assert.DoesNotContain(Enumerable.Range(0, 20_000), _ => list.Contains(new string(random.GetItems<char>("abcdefghijklmnopqrstuvwxyz", 12))));
    }
}
