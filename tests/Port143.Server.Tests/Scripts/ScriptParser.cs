using System.Text;
using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Scripts;

/// <summary>Reads the language of <c>scripts/README.md</c>.</summary>
internal sealed partial class ScriptParser(string name)
{
    private readonly List<ScriptStep> _steps = [];
    private readonly Dictionary<string, string> _messages = [];
    private readonly Dictionary<string, string> _settings = [];
    private List<ExpectedResponse>? _group;
    private int _groupLine;
    private int _at;

    /// <summary>Makes a script of its lines; a mistake names its line.</summary>
    public Script Parse(string[] lines)
    {
        for (_at = 0; _at < lines.Length; _at++)
        {
            string line = ToBytes(lines[_at]);
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (line.StartsWith("MESSAGE ", StringComparison.Ordinal))
            {
                ReadMessage(lines, line[8..]);
            }
            else if (line.StartsWith("SERVER ", StringComparison.Ordinal))
            {
                string[] pair = line[7..].Split('=', 2);
                _settings.Add(pair[0], pair[1]);
            }
            else
            {
                ReadStep(line);
            }
        }
        return _group is null ? new Script(name, _steps, _messages, _settings) : throw Mistake("S{ without S}");
    }

    [GeneratedRegex(@"^(?:(?<session>[a-z][a-z0-9]*) )?(?<verb>C:|R:|S:|S\?:|S\||S\{|S\}|SIGNIN|SCRAM|TLS|GIVEN|HANG UP|EXPECT CLOSE|EXPECT SILENCE|WAIT)(?: (?<text>.*))?$")]
    private static partial Regex StepPattern();

    private void ReadMessage(string[] lines, string message)
    {
        var text = new StringBuilder();
        while (lines[++_at] != "END")
        {
            text.Append(Unescape(ToBytes(lines[_at]))).Append("\r\n");
        }
        _messages.Add(message, text.ToString());
    }

    private void ReadStep(string line)
    {
        Match match = StepPattern().Match(line);
        if (!match.Success)
        {
            throw Mistake("not a step: " + line);
        }
        string session = match.Groups["session"].Value, text = match.Groups["text"].Value;
        switch (match.Groups["verb"].Value)
        {
            case "C:":
                Add(session, ScriptVerb.Send, text);
                break;
            case "R:":
                Add(session, ScriptVerb.SendRaw, Unescape(text));
                break;
            case "S:":
                Expect(session, text, optional: false);
                break;
            case "S?:":
                Expect(session, text, optional: true);
                break;
            case "S|":
                Continue(text);
                break;
            case "S{":
                _group = [];
                _groupLine = _at + 1;
                break;
            case "S}":
                _steps.Add(new ScriptStep(_groupLine, session, ScriptVerb.Expect, "", _group ?? throw Mistake("S} without S{"), AnyOrder: true));
                _group = null;
                break;
            case "SIGNIN":
                Add(session, ScriptVerb.SignIn, text);
                break;
            case "SCRAM":
                Add(session, ScriptVerb.Scram, text);
                break;
            case "TLS":
                Add(session, ScriptVerb.Tls, text);
                break;
            case "GIVEN":
                Add(session, ScriptVerb.Given, text);
                break;
            case "HANG UP":
                Add(session, ScriptVerb.HangUp, text);
                break;
            case "EXPECT CLOSE":
                Add(session, ScriptVerb.ExpectClose, text);
                break;
            case "EXPECT SILENCE":
                Add(session, ScriptVerb.ExpectSilence, text);
                break;
            default:
                Add(session, ScriptVerb.Wait, text);
                break;
        }
    }

    private void Add(string session, ScriptVerb verb, string text) => _steps.Add(new ScriptStep(_at + 1, session, verb, text, []));

    private void Expect(string session, string pattern, bool optional)
    {
        var response = new ExpectedResponse(_at + 1, pattern, optional);
        if (_group is null)
        {
            _steps.Add(new ScriptStep(_at + 1, session, ScriptVerb.Expect, "", [response]));
        }
        else
        {
            _group.Add(response);
        }
    }

    // S| goes on with the response before it, on the next line.
    private void Continue(string text)
    {
        if (_group is not null)
        {
            _group[^1] = _group[^1] with { Pattern = _group[^1].Pattern + "\r\n" + text };
            return;
        }
        ScriptStep last = _steps[^1];
        _steps[^1] = last with { Expected = [last.Expected[0] with { Pattern = last.Expected[0].Pattern + "\r\n" + text }] };
    }

    private InvalidDataException Mistake(string what) => new($"{name}.imap:{_at + 1}: {what}");

    private static string ToBytes(string line) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(line));

    // \r \n \0 \\ \xHH
    private static string Unescape(string text) => EscapePattern().Replace(text, m => m.Value[1] switch
    {
        'r' => "\r",
        'n' => "\n",
        '0' => "\0",
        'x' => ((char)Convert.ToInt32(m.Value[2..], 16)).ToString(),
        _ => "\\",
    });

    [GeneratedRegex(@"\\(?:[rn0\\]|x[0-9A-F]{2})")]
    private static partial Regex EscapePattern();
}
