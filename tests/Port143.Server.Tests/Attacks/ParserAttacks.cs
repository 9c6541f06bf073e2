using System.Text;

namespace Port143.Server.Tests.Attacks;

/// <summary>Attacks on parser, literals and framing.</summary>
[Collection(AttackCollection.Name)]
public sealed class ParserAttacks(AttackTarget target)
{
    [Theory]
    [InlineData("{4294967295}")]
    [InlineData("{99999999999}")]
    [InlineData("{99999999999999999999999}")]
    [InlineData("{-1}")]
    [InlineData("{1e9}")]
    [InlineData("{}")]
    [InlineData("{ 5}")]
    [InlineData("{5\0}")]
    [InlineData("{5++}")]
    public Task B01_LiteralsOfImpossibleSize(string literal) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync($"a LOGIN {literal}\r\n");
        Assert.Matches("^a (BAD|NO \\[TOOBIG\\]) ", await client.ReadAsync());
    });

    [Fact]
    public Task B02_AnnouncedAndNeverSent() => target.SurvivesAsync(async () =>
    {
        long before = GC.GetTotalMemory(true);
        var clients = new List<TestClient>();
        for (int i = 0; i < 100; i++)
        {
            TestClient client = await target.SignInAsync();
            await client.SendAsync("a APPEND INBOX {50000000}\r\n");
            Assert.StartsWith("+ ", await client.ReadAsync(), StringComparison.Ordinal);
            clients.Add(client);
        }
        Assert.InRange(GC.GetTotalMemory(true) - before, long.MinValue, 32 * 1024 * 1024);
        clients.ForEach(c => c.Dispose());
    });

    [Fact]
    public Task B03_TooManyLiteralsAndTooMuchInThem() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("SELECT INBOX");
        var many = new StringBuilder("a SEARCH");
        for (int i = 0; i < 1100; i++)
        {
            many.Append(" SUBJECT {1+}\r\nx");
        }
        await client.SendAsync(many + "\r\n");
        Assert.StartsWith("a NO [TOOBIG]", (await client.ReadToTagAsync("a"))[^1], StringComparison.Ordinal);
        var large = new StringBuilder("b SEARCH");
        for (int i = 0; i < 11; i++)
        {
            large.Append(" SUBJECT {100000+}\r\n").Append('x', 100000);
        }
        await client.SendAsync(large + "\r\n");
        Assert.StartsWith("b NO [TOOBIG]", (await client.ReadToTagAsync("b"))[^1], StringComparison.Ordinal);
        await client.OkAsync("NOOP");
    });

    [Theory]
    [InlineData("a CREATE {200000+}\r\n")]
    [InlineData("a SEARCH SUBJECT {200000+}\r\n")]
    [InlineData("a APPEND nothing {200000+}\r\n")]
    [InlineData("a APPEND nothing ~{200000+}\r\n")]
    [InlineData("a APPEND nothing UTF8 (~{200000+}\r\n")]
    [InlineData("a APPEND INBOX (\\Seen {200000+}\r\n")]
    [InlineData("a APPEND INBOX \"nonsense\" {200000+}\r\n")]
    [InlineData("a APPEND INBOX CATENATE (TEXT {200000+}\r\n")]
    [InlineData("a NONSENSE {200000+}\r\n")]
    public Task B04_B06_ARefusedLiteralIsNeverReadAsCommands(string head) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        string command = "z CREATE injected\r\n";
        await client.SendAsync(head + string.Concat(Enumerable.Repeat(command, 200000 / command.Length + 1))[..200000] + "\r\n");
        List<string> answers = await client.ReadToTagAsync("a");
        Assert.Matches("^a (BAD|NO) ", answers[^1]);
        Assert.Single(await client.OkAsync("LIST \"\" injected"));
    });

    [Fact]
    public Task B05_ASynchronizingLiteralSentUnasked() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.SendAsync("a CREATE {200000}\r\nz CREATE injected\r\n");
        List<string> answers = await client.ReadToEndAsync();
        Assert.DoesNotContain(answers, a => a.StartsWith('z'));
        using TestClient after = await target.SignInAsync();
        Assert.Single(await after.OkAsync("LIST \"\" injected"));
    });

    [Theory]
    [InlineData(" NOOP\r\n")]
    [InlineData("* NOOP\r\n")]
    [InlineData("+ NOOP\r\n")]
    [InlineData("\"a\" NOOP\r\n")]
    [InlineData("a\0 NOOP\r\n")]
    [InlineData("\u00E4 NOOP\r\n")]
    [InlineData("(a) NOOP\r\n")]
    public Task B07_TagsThatAreNone(string line) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync(line);
        Assert.StartsWith("* BAD ", await client.ReadAsync(), StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task B08_TenMegabytesWithoutAnEnd(bool signedIn) => target.SurvivesAsync(async () =>
    {
        using TestClient client = signedIn ? await target.SignInAsync() : await target.ConnectAsync();
        string piece = new('x', 100_000);
        try
        {
            await client.SendAsync("a ");
            for (int i = 0; i < 100; i++)
            {
                await client.SendAsync(piece);
            }
        }
        catch (IOException)
        {
            // closed already
        }
        List<string> answers = await client.ReadToEndAsync();
        Assert.True(answers.Count == 0 || answers[0].Contains("BAD", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("SEARCH ", "(")]
    [InlineData("SEARCH ", ")")]
    [InlineData("SEARCH ", "()")]
    [InlineData("SEARCH ", "NOT ")]
    [InlineData("SEARCH ", "OR (")]
    [InlineData("SEARCH ", "OR NOT ")]
    [InlineData("FETCH 1 ", "(")]
    [InlineData("FETCH 1 BODY", "[")]
    [InlineData("LIST ", "(")]
    [InlineData("LIST \"\" * RETURN ", "(")]
    [InlineData("STORE 1 FLAGS ", "(")]
    [InlineData("ID ", "(")]
    [InlineData("SELECT INBOX ", "(")]
    [InlineData("STATUS INBOX ", "(")]
    public Task B09_B10_Nesting(string command, string piece) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("SELECT INBOX");
        string nested = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length));
        Assert.Matches(" (BAD|NO) ", (await client.CommandAsync(command + nested))[^1]);
        await client.OkAsync("NOOP");
    });

    [Theory]
    [InlineData("LOGIN \"a\0b\" x")]
    [InlineData("LOGIN \"a\rb\" x")]
    [InlineData("LOGIN \"a\\nb\" x")]
    [InlineData("LOGIN \"a\\")]
    [InlineData("LOGIN \"a")]
    [InlineData("LOGIN a\"b x")]
    [InlineData("LOGIN \u00E4 x")]
    [InlineData("LOGIN {3+}\r\na\0b x")]
    public Task B11_BrokenStrings(string command) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync("a " + command + "\r\n");
        Assert.Matches("^a (BAD|NO) ", await client.ReadAsync());
    });

    [Fact]
    public Task B12_AnEndlessId() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        string pairs = string.Concat(Enumerable.Repeat("\"n\" \"v\" ", 7000));
        Assert.Contains(" BAD ", (await client.CommandAsync("ID (" + pairs + ")"))[^1], StringComparison.Ordinal);
        Assert.Contains(" BAD ", (await client.CommandAsync("ID (\"n\" \"" + new string('v', 2000) + "\")"))[^1], StringComparison.Ordinal);
        using TestClient early = await target.ConnectAsync();
        Assert.Contains(" BAD ", (await early.CommandAsync("ID (" + pairs[..8000] + ")"))[^1], StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("FETCH  12 FLAGS")]
    [InlineData("FETCH +12 FLAGS")]
    [InlineData("FETCH -0 FLAGS")]
    [InlineData("FETCH 1\0 FLAGS")]
    [InlineData("FETCH 4294967296 FLAGS")]
    [InlineData("FETCH 012 FLAGS")]
    [InlineData("FETCH 0 FLAGS")]
    [InlineData("FETCH \u0661 FLAGS")]
    [InlineData("FETCH 1, FLAGS")]
    [InlineData("FETCH 1: FLAGS")]
    [InlineData("FETCH :1 FLAGS")]
    [InlineData("FETCH 1:2:3 FLAGS")]
    [InlineData("SEARCH LARGER 99999999999999999999")]
    [InlineData("SEARCH LARGER -1")]
    [InlineData("FETCH * FLAGS")]
    [InlineData("STORE 1:* FLAGS (\\Seen)")]
    public Task B14_NumbersThatAreNone(string command) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("SELECT Junk");
        Assert.Contains(" BAD ", (await client.CommandAsync(command))[^1], StringComparison.Ordinal);
    });

    [Fact]
    public Task B14_AMillionDigits() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("SELECT Junk");
        Assert.Contains(" BAD ", (await client.CommandAsync("UID FETCH " + new string('9', 60_000) + " FLAGS"))[^1], StringComparison.Ordinal);
    });

    [Fact]
    public Task B15_SetsThatNobodyCouldCount() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("SELECT Sent");
        await client.AppendAsync("Sent", "Subject: x\r\n\r\nx\r\n");
        string everything = string.Join(',', Enumerable.Repeat("1:4294967295", 4000));
        await client.OkAsync($"UID FETCH {everything} FLAGS");
        await client.OkAsync("UID FETCH 4294967295:1 FLAGS");
        await client.OkAsync($"UID SEARCH UID {everything}");
        await client.OkAsync($"UID SEARCH NOT UID {everything}");
        await client.OkAsync($"UID FETCH {string.Join(',', Enumerable.Range(1, 9000))} FLAGS");
        Assert.Contains(" BAD ", (await client.CommandAsync($"FETCH {everything} FLAGS"))[^1], StringComparison.Ordinal);
    });

    [Fact]
    public Task B16_TenThousandCommandsInOnePiece() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        var commands = new StringBuilder();
        for (int i = 0; i < 10_000; i++)
        {
            commands.Append('c').Append(i).Append(i % 100 == 50 ? " IDLE\r\nDONE\r\n" : " NOOP\r\n");
        }
        Task sent = client.SendAsync(commands.ToString());
        for (int i = 0; i < 10_000; i++)
        {
            string? answer = await client.ReadAsync();
            if (answer!.StartsWith('+'))
            {
                answer = await client.ReadAsync();
            }
            Assert.StartsWith($"c{i} OK ", answer, StringComparison.Ordinal);
        }
        await sent;
    });

    [Theory]
    [InlineData("a NOOP\n")]
    [InlineData("a NOOP\r\r\n")]
    [InlineData("a NOOP\rb NOOP\r\n")]
    [InlineData("a NOOP\n\r\n")]
    public Task B17_LinesThatEndOtherwise(string line) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.SendAsync(line);
        Assert.Contains(" BAD ", await client.ReadAsync(), StringComparison.Ordinal);
        await client.OkAsync("NOOP");
    });

    [Fact]
    public Task B18_TheSameInAnyPieces() => target.SurvivesAsync(async () =>
    {
        const string session = "1 CAPABILITY\r\n2 EXAMINE Drafts\r\n3 LIST {0+}\r\n {1+}\r\n%\r\n4 SEARCH OR SUBJECT \"a b\" BODY {2+}\r\nxy\r\n"
            + "\r\n5 IDLE\r\nDONE\r\n6 STATUS INBOX (MESSAGES)\r\n7 APPEND nothing {3+}\r\nabc\r\n8 ID (\"a\" NIL)\r\n9 CLOSE\r\n0 NOOP\r\n";
        List<string> whole = await PlayAsync(session, session.Length);
        Assert.Equal(whole, await PlayAsync(session, 1));
        foreach (int piece in (int[])[2, 3, 5, 7, 64])
        {
            Assert.Equal(whole, await PlayAsync(session, piece));
        }
    });

    [Theory]
    [InlineData("AAAA\tAAAA")]
    [InlineData("AAAA AAAA")]
    [InlineData("AAAA\rAAAA")]
    [InlineData("A")]
    [InlineData("AAAA=")]
    [InlineData("AB==")]
    [InlineData("====")]
    [InlineData("!!!!")]
    [InlineData("\u00E4\u00E4\u00E4\u00E4")]
    [InlineData("")]
    [InlineData("*x")]
    public Task B23_Base64ThatIsNone(string response) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync($"a AUTHENTICATE PLAIN\r\n{response}\r\n");
        await client.ReadAsync();
        Assert.StartsWith("a BAD ", await client.ReadAsync(), StringComparison.Ordinal);
    });

    [Fact]
    public Task B23_AnEndlessResponse() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync("a AUTHENTICATE PLAIN\r\n");
        await client.ReadAsync();
        try
        {
            await client.SendAsync(new string('A', 1_000_000) + "\r\n");
        }
        catch (IOException)
        {
            // closed already
        }
        Assert.DoesNotContain(await client.ReadToEndAsync(TimeSpan.FromSeconds(3)), a => a.Contains(" OK", StringComparison.Ordinal));
    });

    [Fact]
    public Task B24_BegunAndCancelledAgainAndAgain() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        for (int i = 0; i < 2000; i++)
        {
            await client.SendAsync("a AUTHENTICATE PLAIN\r\n*\r\n");
            await client.ReadAsync();
            Assert.StartsWith("a BAD ", await client.ReadAsync(), StringComparison.Ordinal);
        }
    });

    [Theory]
    [InlineData("SELECT INBOX (QRESYNC)")]
    [InlineData("SELECT INBOX (QRESYNC ())")]
    [InlineData("SELECT INBOX (QRESYNC (1))")]
    [InlineData("SELECT INBOX (QRESYNC (0 1))")]
    [InlineData("SELECT INBOX (QRESYNC (1 9223372036854775808))")]
    [InlineData("SELECT INBOX (QRESYNC (1 1 1:*))")]
    [InlineData("SELECT INBOX (QRESYNC (1 1 (1 1) 1))")]
    [InlineData("SELECT INBOX (QRESYNC (1 1)")]
    [InlineData("UID FETCH 1 FLAGS (CHANGEDSINCE)")]
    [InlineData("UID FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED VANISHED)")]
    [InlineData("UID FETCH 1 FLAGS (PARTIAL 1:0)")]
    [InlineData("STORE 1 (UNCHANGEDSINCE 99999999999999999999) FLAGS ()")]
    [InlineData("SEARCH MODSEQ")]
    [InlineData("SEARCH MODSEQ \"/flags/\\\\Seen\" 1")]
    public Task B25_ModSeqParametersThatAreNone(string command) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("ENABLE QRESYNC");
        await client.OkAsync("SELECT INBOX");
        Assert.Contains(" BAD ", (await client.CommandAsync(command))[^1], StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("SELECT INBOX (QRESYNC (1 9223372036854775807 1:4294967295 (1:4294967295 1:4294967295)))")]
    [InlineData("SELECT INBOX (QRESYNC (%V 1 4294967295:1 (4294967295:1 4294967295:1)))")]
    [InlineData("SELECT INBOX (QRESYNC (%V 0 1:4294967295 (1:4294967295 1:4294967295)))")]
    public Task B25_GiantQresyncParameters(string command) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("ENABLE QRESYNC");
        string status = (await client.OkAsync("STATUS INBOX (UIDVALIDITY)"))[0];
        string validity = status[(status.LastIndexOf(' ') + 1)..].TrimEnd(')');
        Assert.Matches(" (OK|BAD) ", (await client.CommandAsync(command.Replace("%V", validity, StringComparison.Ordinal)))[^1]);
        await client.OkAsync("NOOP");
    });

    [Theory]
    [InlineData("a STARTTLS\r\n", false)]
    [InlineData("a AUTHENTICATE PLAIN\r\n", false)]
    [InlineData("a LOGIN {10}\r\n", false)]
    [InlineData("a IDLE\r\n", true)]
    [InlineData("a APPEND INBOX {1000}\r\nabc", true)]
    [InlineData("a APPEND INBOX {1000+}\r\nabc", true)]
    [InlineData("a SEARCH SUBJECT {10}\r\n", true)]
    [InlineData("a FETCH 1:* BODY[]\r\n", true)]
    [InlineData("a NOO", true)]
    public Task B26_CutOffInTheMiddle(string begun, bool signedIn) => target.SurvivesAsync(async () =>
    {
        for (int i = 0; i < 6; i++)
        {
            TestClient client = signedIn ? await target.SignInAsync() : await target.ConnectAsync();
            if (signedIn)
            {
                await client.OkAsync("SELECT INBOX");
            }
            await client.SendAsync(begun);
            if (i % 2 == 0)
            {
                await Task.Delay(10);
            }
            if (i % 3 == 0)
            {
                client.Reset();
            }
            else
            {
                client.Dispose();
            }
        }
    });

    private async Task<List<string>> PlayAsync(string session, int piece)
    {
        using TestClient client = await target.SignInAsync();
        for (int at = 0; at < session.Length; at += piece)
        {
            await client.SendAsync(session.Substring(at, Math.Min(piece, session.Length - at)));
        }
        return await client.ReadToTagAsync("0");
    }
}
