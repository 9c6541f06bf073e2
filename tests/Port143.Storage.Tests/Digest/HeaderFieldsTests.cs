using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

public sealed class HeaderFieldsTests
{
    private const string Header = "Received: a\r\n b\r\nSubject : s\r\nno colon\r\nX-A:\r\nRECEIVED: c\r\n\tCc: no\r\nCc: d\r\n\r\nbody: no\r\n";

    [Fact]
    public void Names_and_values()
    {
        var seen = new List<string>();
        foreach (HeaderField field in HeaderFields.Enumerate(Encoding.ASCII.GetBytes(Header)))
        {
            seen.Add($"{Encoding.ASCII.GetString(field.Name)}={Encoding.ASCII.GetString(field.Value)}");
        }
        Assert.Equal(["Received= a\r\n b", "Subject= s", "=no colon", "X-A=", "RECEIVED= c\r\n\tCc: no", "Cc= d"], seen);
        Assert.True(HeaderFields.TryFind(Encoding.ASCII.GetBytes(Header), "cc"u8, out HeaderField cc));
        Assert.Equal(" d", Encoding.ASCII.GetString(cc.Value));
    }
}
