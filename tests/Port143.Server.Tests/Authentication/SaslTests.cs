using System.Text;
using Port143.Server.Authentication;

namespace Port143.Server.Tests.Authentication;

public class SaslTests
{
    private static SaslStep Plain(string message) => Respond(new PlainMechanism(), Encoding.Latin1.GetBytes(message));

    private static SaslStep Respond(ISaslMechanism mechanism, byte[] response) => mechanism.RespondAsync(response, default).AsTask().Result;

    [Theory]
    [InlineData("\0bob@example.org\0pw", "bob@example.org", "pw")]
    [InlineData("bob@example.org\0bob@example.org\0pw", "bob@example.org", "pw")]
    [InlineData("Bob@Example.org\0bob@example.org\0pw", "bob@example.org", "pw")]
    public void Plain_gives_name_and_password(string message, string user, string password)
    {
        using SaslCredentials? credentials = Plain(message).Credentials;
        Assert.Equal(user, Encoding.Latin1.GetString(credentials!.User));
        Assert.Equal(password, Encoding.Latin1.GetString(credentials.Password));
    }

    [Theory] // F01
    [InlineData("admin@example.org\0bob@example.org\0pw")]
    [InlineData("admin\0bob\0pw")]
    public void Plain_lets_nobody_act_for_another(string message)
    {
        SaslStep step = Plain(message);
        Assert.Equal(SaslFailure.ActsForAnother, step.Failure);
        Assert.Null(step.Credentials);
    }

    [Theory] // F02, F03
    [InlineData("")]
    [InlineData("bob")]
    [InlineData("\0bob")]
    [InlineData("\0bob\0")]
    [InlineData("admin\0\0pw")]
    [InlineData("\0\0pw")]
    [InlineData("\0\0")]
    [InlineData("\0bob\0pw\0")]
    [InlineData("\0bob\0p\0w")]
    [InlineData("\0\0\0\0")]
    public void Plain_refuses_other_shapes(string message) => Assert.Equal(SaslFailure.Malformed, Plain(message).Failure);

    [Fact]
    public void Login_asks_twice()
    {
        using var login = new LoginMechanism();
        Assert.Equal("Username:", Encoding.ASCII.GetString(login.Begin().Challenge!.Value.Span));
        Assert.Equal("Password:", Encoding.ASCII.GetString(Respond(login, "bob"u8.ToArray()).Challenge!.Value.Span));
        SaslStep end = Respond(login, "pw"u8.ToArray());
        Assert.Null(end.Challenge);
        Assert.True(end.Credentials!.User.SequenceEqual("bob"u8));
        Assert.True(end.Credentials.Password.SequenceEqual("pw"u8));
        end.Credentials.Dispose();
        Assert.True(end.Credentials.Password.SequenceEqual(new byte[2]));
        Assert.Equal(SaslFailure.Malformed, Respond(new LoginMechanism(), []).Failure);
        Assert.Equal(SaslFailure.Malformed, Respond(new LoginMechanism(), "a\0b"u8.ToArray()).Failure);
    }
}
