using System.Text;

namespace Port143.Server.Tests.Attacks;

/// <summary>Attempts to make the server or its log say what an attacker wrote.</summary>
[Collection(AttackCollection.Name)]
public sealed class OutputAttacks(AttackTarget target)
{
    [Theory]
    [InlineData("x\r\n* BYE gone\r\n")]
    [InlineData("x\0y")]
    [InlineData("x\ny")]
    [InlineData("x\x7Fy")]
    [InlineData("x\x1By")]
    public Task C01_NamesThatWouldEndALine(string name) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        Assert.Matches(" (NO|BAD) ", (await client.CommandAsync($"CREATE {{{name.Length}+}}\r\n{name}"))[^1]);
        Assert.All(await client.OkAsync("LIST \"\" x*"), r => Assert.DoesNotContain("BYE", r, StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a(b)")]
    [InlineData("a{3}")]
    [InlineData("NIL")]
    public Task C01_NamesThatNeedQuotes(string name) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        string literal = $"{{{name.Length}+}}\r\n{name}";
        await client.OkAsync($"CREATE {literal}");
        string quoted = "\"" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
        Assert.Equal($"* LIST (\\HasNoChildren) \"/\" {quoted}", (await client.OkAsync($"LIST \"\" {literal}"))[0]);
        await client.OkAsync($"DELETE {literal}");
    });

    [Fact]
    public Task C02_HeadersThatWouldBreakAnAnswer() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("CREATE odd");
        string[] subjects = ["a\rb", "a\nb", "a\0b", "a\"b", "a\\", "\xE4\xFF", "=?utf-8?q?=0D=0A*_BYE?=", "{5}", "=?utf-8?b?AAAA?="];
        foreach (string subject in subjects)
        {
            await client.AppendAsync("odd", $"From: \"x{subject}\" <{subject}@example.com>\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
                + $"Content-Type: text/plain; name=\"{subject}\"\r\nContent-Disposition: attachment; filename={subject}\r\n\r\nx\r\n");
        }
        await client.OkAsync("SELECT odd");
        List<string> answers = await client.OkAsync("FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY PREVIEW)");
        Assert.Equal(subjects.Length + 1, answers.Count);
        Assert.All(answers[..^1], a => Assert.Matches(@"^\* \d+ FETCH \(ENVELOPE \(", a));
        Assert.All(answers, a => Assert.DoesNotContain('\0', a));
        await client.OkAsync("CLOSE");
    });

    [Theory]
    [InlineData("SELECT")]
    [InlineData("NONSENSE")]
    [InlineData("FETCH 1")]
    [InlineData("LOGIN")]
    public Task C03_WhatIsWrongIsToldInShort(string verb) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        string answer = (await client.CommandAsync(verb + " \x01\x1B[31m" + new string('A', 5000)))[^1];
        Assert.InRange(answer.Length, 1, 200);
        Assert.All(answer, c => Assert.InRange(c, ' ', '~'));
    });

    [Theory]
    [InlineData("bob\r\n2026-11-23 login ok user=admin")]
    [InlineData("x>, rip=8.8.8.8, <y")]
    [InlineData("%u%{...}")]
    [InlineData("{0}{@x}{Listener}")]
    [InlineData("%s%n")]
    [InlineData("${jndi:ldap://x}")]
    public Task C04_C05_UserNamesThatWouldForgeALogLine(string user) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync($"a LOGIN {{{user.Length}+}}\r\n{user} x\r\n");
        Assert.StartsWith("a NO [AUTHENTICATIONFAILED]", await client.ReadAsync(), StringComparison.Ordinal);
        string end = $"b AUTHENTICATE PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes("\0" + user + "\0x"))}\r\n";
        await client.SendAsync(end);
        Assert.Matches("^b (NO|BAD) ", await client.ReadAsync());
        await client.OkAsync($"ID (\"name\" {{{user.Length}+}}\r\n{user})");
        Assert.All(target.Server.Logs.Lines, l => Assert.False(l.Text.AsSpan().ContainsAny('\r', '\n'), l.Text));
    });
}
