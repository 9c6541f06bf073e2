using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Port143.Configuration;

namespace Port143.Logging;

/// <summary>
/// Turns an event into exactly one line. Control characters, line separators and what turns the direction of text are
/// escaped, so that nothing a client sends can begin a line or hide one.
/// </summary>
internal static class LineFormatter
{
    /// <summary>The longest message, in characters; the rest is cut.</summary>
    public const int MaxMessage = 8192;

    /// <summary>The line, UTF-8, with its line feed.</summary>
    public static byte[] Format(
        LogFormat format, DateTimeOffset time, LogLevel level, string category, int id, string message,
        IReadOnlyList<KeyValuePair<string, object?>> fields, Exception? error)
    {
        if (message.Length > MaxMessage)
        {
            message = message[..MaxMessage] + "...";
        }
        string stamp = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return format == LogFormat.Json
            ? Json(stamp, level, category, id, message, fields, error)
            : Text(stamp, level, category, id, message, error);
    }

    private static byte[] Text(string stamp, LogLevel level, string category, int id, string message, Exception? error)
    {
        var line = new StringBuilder(message.Length + 64);
        line.Append(stamp).Append(' ').Append(Name(level).PadRight(7)).Append(' ').Append(category);
        if (id != 0)
        {
            line.Append('/').Append(id.ToString(CultureInfo.InvariantCulture));
        }
        line.Append(": ");
        Escape(line, message);
        if (error is not null)
        {
            line.Append(" | ");
            Escape(line, error.ToString());
        }
        return Encoding.UTF8.GetBytes(line.Append('\n').ToString());
    }

    private static byte[] Json(
        string stamp, LogLevel level, string category, int id, string message, IReadOnlyList<KeyValuePair<string, object?>> fields,
        Exception? error)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer)) // escapes everything outside printable ASCII
        {
            json.WriteStartObject();
            json.WriteString("time", stamp);
            json.WriteString("level", Name(level));
            json.WriteString("category", category);
            json.WriteNumber("event", id);
            json.WriteString("message", message);
            json.WriteStartObject("fields");
            foreach ((string name, object? value) in fields)
            {
                if (name != "{OriginalFormat}")
                {
                    json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                }
            }
            json.WriteEndObject();
            if (error is not null)
            {
                json.WriteString("error", error.ToString());
            }
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Escape(StringBuilder line, string text)
    {
        foreach (char c in text)
        {
            if (c == '\n')
            {
                line.Append("\\n");
            }
            else if (char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator)
            {
                line.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                line.Append(c);
            }
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
