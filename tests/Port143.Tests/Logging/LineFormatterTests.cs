using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Port143.Configuration;
using Port143.Logging;

namespace Port143.Tests.Logging;

public class LineFormatterTests
{
    private static string Format(LogFormat format, string message, Exception? error = null) => Encoding.UTF8.GetString(LineFormatter.Format(
        format, DateTimeOffset.UnixEpoch, LogLevel.Warning, "Test", 7, message, [new("Name", "v\n"), new("{OriginalFormat}", "x")], error));

    [Fact] // C04, C05
    public void Text_is_one_line_whatever_is_in_it()
    {
        Assert.Equal("1970-01-01T00:00:00.000Z warning Test/7: hello\n", Format(LogFormat.Text, "hello"));
        Assert.Equal(
            "1970-01-01T00:00:00.000Z warning Test/7: a\\u000D\\nb\\u001B[2J\\u2028\\u202E\\u0085{0}%s\u00E9\n",
            Format(LogFormat.Text, "a\r\nb\u001B[2J\u2028\u202E\u0085{0}%s\u00E9"));
        string withError = Format(LogFormat.Text, "x", new InvalidOperationException("one\ntwo"));
        Assert.Equal(1, withError.Count(c => c == '\n'));
        Assert.Contains("one\\ntwo", withError);
    }

    [Fact]
    public void Json_is_one_object_on_one_line()
    {
        string line = Format(LogFormat.Json, "a\r\nb\"\u2028", new InvalidOperationException("one\ntwo"));
        Assert.Equal(1, line.Count(c => c == '\n'));
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.Equal("a\r\nb\"\u2028", json.RootElement.GetProperty("message").GetString());
        Assert.Equal("v\n", json.RootElement.GetProperty("fields").GetProperty("Name").GetString());
        Assert.Equal(7, json.RootElement.GetProperty("event").GetInt32());
        Assert.Single(json.RootElement.GetProperty("fields").EnumerateObject());
    }

    [Fact]
    public void Long_messages_are_cut() => Assert.True(Format(LogFormat.Text, new string('x', 1_000_000)).Length < 9000);

    [Fact]
    public void What_was_logged_is_written_before_the_end()
    {
        var output = new MemoryStream();
        using (var provider = new LineLoggerProvider(output, LogFormat.Text, TimeProvider.System))
        {
            ILogger log = provider.CreateLogger("A.B.Name");
            for (int i = 0; i < 1000; i++)
            {
                log.Log(LogLevel.Information, default, i, null, (n, _) => $"line {n}");
            }
        }
        string[] lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd().Split('\n');
        Assert.Equal(1000, lines.Length);
        Assert.EndsWith("Name: line 999", lines[^1]);
    }
}
