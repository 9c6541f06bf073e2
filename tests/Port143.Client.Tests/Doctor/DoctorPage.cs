using System.Text;
using System.Text.RegularExpressions;
using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>
/// The page of a check, made of the check's own source: the summary, what it depends on, and every sentence that it can
/// say, with an ellipsis for what is seen. So a page and its check cannot say different things.
/// </summary>
internal static class DoctorPage
{
    public static string Make(DoctorCheck check, string source)
    {
        var page = new StringBuilder($"# {check.Id}: {check.Title}\n\n");
        string summary = string.Join(' ', Regex.Matches(source, @"^/// (.*)$", RegexOptions.Multiline).Select(m => m.Groups[1].Value)).Replace("<summary>", "").Replace("</summary>", "").Trim();
        summary = summary[(summary.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        page.Append(char.ToUpperInvariant(summary[0])).Append(summary.AsSpan(1)).Append('\n');
        if (check.DependsOn.Count > 0)
        {
            page.Append($"\nNeeds: {string.Join(", ", check.DependsOn.Select(d => $"[{d}]({d}.md)"))}.\n");
        }
        if (check.NeedsOwner)
        {
            page.Append("\nRuns with `--i-own-this` only.\n");
        }
        if (check.IsLong)
        {
            page.Append("\nRuns with `--long` only.\n");
        }
        Section(page, "Problems", Sentences(source, "Finding.Fail("));
        Section(page, "Warnings", Sentences(source, "Finding.Warn(").Concat(Causes(source, 2)));
        Section(page, "Remarks", Sentences(source, "Finding.Info("));
        Section(page, "What to do", Remedies(source).Concat(Causes(source, 3)));
        return page.ToString();
    }

    private static void Section(StringBuilder page, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines.Distinct()];
        if (all.Length > 0)
        {
            page.Append($"\n## {title}\n\n").AppendJoin("", all.Select(l => $"- {l}\n"));
        }
    }

    private static IEnumerable<string> Sentences(string source, string call) => Calls(source, call).SelectMany(a => Literals(a[0])).Where(s => s.Contains(' ', StringComparison.Ordinal));

    private static IEnumerable<string> Remedies(string source) => Calls(source, ".Do(").SelectMany(a =>
    {
        string[] texts = [.. Literals(a[0])], commands = a.Count > 1 ? [.. Literals(a[1])] : [];
        return texts.Length == 0 ? [] : texts.Length == commands.Length ? texts.Zip(commands, (t, c) => $"{t} `{c}`") : texts.SkipLast(1).Append(texts[^1] + string.Concat(commands.Select(c => $" `{c}`")));
    });

    // The rows of the table of causes (LogCauses), where the check uses it.
    private static IEnumerable<string> Causes(string source, int column) => Calls(source, " new(").Where(a => a.Count == 5).SelectMany(a => Literals(a[column]))
        .Select(s => s.Replace("{0}", "…", StringComparison.Ordinal)).Select(s => s.EndsWith('.') ? s : s + ".");

    // The arguments of each call, as they stand in the source.
    private static IEnumerable<List<string>> Calls(string source, string call)
    {
        for (int at = source.IndexOf(call, StringComparison.Ordinal); at >= 0; at = source.IndexOf(call, at + 1, StringComparison.Ordinal))
        {
            var arguments = new List<string>();
            int start = at + call.Length, depth = 0, i = start;
            for (; depth >= 0; i++)
            {
                if (StringAt(source, i) is { } end)
                {
                    i = end - 1;
                    continue;
                }
                char c = source[i];
                depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
                if (depth < 0 || (depth == 0 && c == ','))
                {
                    arguments.Add(source[start..i]);
                    start = i + 1;
                }
            }
            yield return arguments;
        }
    }

    // The literals of an expression that reach the reader: not those that are compared with.
    private static IEnumerable<string> Literals(string expression)
    {
        for (int i = 0; i < expression.Length; i++)
        {
            if (StringAt(expression, i) is { } end)
            {
                string before = expression[..i].TrimEnd();
                if (!Regex.IsMatch(before, @"(==|\bis|\bor|Contains\(|StartsWith\(|EndsWith\(|Join\(|Concat\(|Split\()$") && Plain(expression[i..end]) is { Length: > 1 } text)
                {
                    yield return text;
                }
                i = end - 1;
            }
        }
    }

    // The end of the string literal that begins here; null where none does.
    private static int? StringAt(string source, int at)
    {
        int i = at;
        bool interpolated = false, verbatim = false;
        while (i < source.Length && source[i] is '$' or '@')
        {
            interpolated |= source[i] == '$';
            verbatim |= source[i] == '@';
            i++;
        }
        if (i >= source.Length || source[i] != '"' || (at > 0 && source[at - 1] == '\''))
        {
            return null;
        }
        if (source.AsSpan(i).StartsWith("\"\"\""))
        {
            return source.IndexOf("\"\"\"", i + 3, StringComparison.Ordinal) + 3;
        }
        for (i++; source[i] != '"' || (verbatim && i + 1 < source.Length && source[i + 1] == '"' && ++i > 0); i++)
        {
            if (source[i] == '\\' && !verbatim)
            {
                i++;
            }
            else if (interpolated && source[i] == '{')
            {
                if (source[i + 1] == '{')
                {
                    i++;
                    continue;
                }
                for (int depth = 1; depth > 0;)
                {
                    i++;
                    if (StringAt(source, i) is { } end)
                    {
                        i = end - 1;
                        continue;
                    }
                    depth += source[i] == '{' ? 1 : source[i] == '}' ? -1 : 0;
                }
            }
        }
        return i + 1;
    }

    private static string Plain(string literal)
    {
        bool interpolated = literal.StartsWith('$') || literal.StartsWith("@$", StringComparison.Ordinal), verbatim = literal.TrimStart('$').StartsWith('@');
        string inner = literal.TrimStart('$', '@');
        inner = inner.StartsWith("\"\"\"", StringComparison.Ordinal) ? inner[3..^3].Trim() : inner[1..^1];
        var text = new StringBuilder();
        for (int i = 0; i < inner.Length; i++)
        {
            if (interpolated && inner[i] == '{')
            {
                if (i + 1 < inner.Length && inner[i + 1] == '{')
                {
                    text.Append(inner[i++]);
                    continue;
                }
                for (int depth = 1; depth > 0;)
                {
                    i++;
                    if (StringAt(inner, i) is { } end)
                    {
                        i = end - 1;
                        continue;
                    }
                    depth += inner[i] == '{' ? 1 : inner[i] == '}' ? -1 : 0;
                }
                text.Append('…');
            }
            else if (inner[i] == '\\' && !verbatim)
            {
                text.Append(inner[++i] == 'n' ? ' ' : inner[i]);
            }
            else
            {
                text.Append(inner[i]);
            }
        }
        return text.ToString();
    }
}
