using System.Collections;
using System.Reflection;
using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Protocol.Imap.Grammar;

namespace Port143.Protocol.Tests.Imap;

/// <summary>Writes commands as one line of text, so that tests can say what they expect. What is null, false, none or empty is
/// left out.</summary>
internal static class Describe
{
    public static string Outcome(ParseOutcome outcome) =>
        outcome.Command is { } command ? $"{command.Tag} {Value(command)}"
        : outcome.IsBadCharset ? $"{outcome.Tag} BADCHARSET"
        : $"{outcome.Tag ?? "*"} BAD {outcome.Reason}";

    public static string Value(object value) => value switch
    {
        string text => $"'{text}'",
        byte[] bytes => $"'{Encoding.Latin1.GetString(bytes)}'",
        SequenceSet or UidSet or InternalDate or PartialResults => value.ToString()!,
        SectionPath section => Section(section),
        PartialRange range => $"<{range.Offset}.{range.Count}>",
        IEnumerable list => $"[{string.Join(' ', list.Cast<object>().Select(Value))}]",
        Enum or ValueType when value.GetType().IsPrimitive || value is Enum => value.ToString()!,
        _ => Record(value),
    };

    private static string Section(SectionPath section)
    {
        string parts = string.Join('.', section.Parts.ToArray());
        string fields = section.Fields.Count == 0 ? "" : $"({string.Join(' ', section.Fields)})";
        return $"{parts}:{section.Kind}{fields}`{section}`";
    }

    private static string Record(object value)
    {
        Type type = value.GetType();
        string name = type.Name.Replace("Command", "", StringComparison.Ordinal);
        var members = new List<string>();
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            object? member = property.GetValue(value);
            bool boring = property.Name == "Tag" || member is null or false || member is Enum && Convert.ToInt32(member) == 0
                || member is ICollection { Count: 0 } && member is not byte[];
            if (!boring)
            {
                members.Add(member is true ? property.Name : $"{property.Name}={Value(member!)}");
            }
        }
        return members.Count == 0 ? name : $"{name}({string.Join(", ", members)})";
    }
}
