using System.Text;
using Port143.Protocol.Imap;

namespace Port143.Protocol.Tests.Imap;

public sealed class CommandTableTests
{
    [Fact]
    public void Every_row_is_found_in_any_case()
    {
        foreach (CommandRow row in CommandTable.Rows)
        {
            Assert.Same(row, CommandTable.Find(Encoding.ASCII.GetBytes(row.Name)));
            Assert.Same(row, CommandTable.Find(Encoding.ASCII.GetBytes(row.Name.ToLowerInvariant())));
            Assert.Matches("^RFC [0-9]{4,5} [0-9.]+$", row.Rfc);
        }
        Assert.Equal(CommandTable.Rows.Count, CommandTable.Rows.Select(r => r.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("UID")]
    [InlineData("UID  FETCH")]
    [InlineData("FETCHX")]
    [InlineData("AUTHENTICATEAUTHENTICATE")]
    public void Nothing_else_is_found(string name) => Assert.Null(CommandTable.Find(Encoding.ASCII.GetBytes(name)));

    [Fact]
    public void Every_row_is_known_to_the_grammar()
    {
        foreach (CommandRow row in CommandTable.Rows)
        {
            Assert.DoesNotContain("no such command", KnownAnswerTests.Parse(row.Name).Reason ?? "", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("FETCH")]
    [InlineData("STORE")]
    [InlineData("SEARCH")]
    public void Sequence_numbers_do_not_shift_under_a_command(string name)
    {
        Assert.False(CommandTable.Find(Encoding.ASCII.GetBytes(name))!.MayTellExpunge);
        Assert.True(CommandTable.Find(Encoding.ASCII.GetBytes("UID " + name))!.MayTellExpunge);
    }
}
