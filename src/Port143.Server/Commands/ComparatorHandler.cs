using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage.Search;

namespace Port143.Server.Commands;

/// <summary>COMPARATOR (RFC 5255 section 4.7): tells or changes how SEARCH, SORT and THREAD compare texts.</summary>
internal static class ComparatorHandler
{
    public static CommandResult Run(ImapSession session, ComparatorCommand command)
    {
        if (command.Patterns.Count > 0)
        {
            Collation[] matching = [.. command.Patterns.SelectMany(Comparators.Matching).Distinct()];
            if (matching.Length == 0)
            {
                return CommandResult.No("No comparator of this server has such a name", ResponseCode.BadComparator);
            }
            session.Comparator = matching[0];
            Write(session, matching);
        }
        else
        {
            Write(session, []);
        }
        return CommandResult.Ok("COMPARATOR completed");
    }

    // comparator-data = "COMPARATOR" SP comp-sel-quoted [SP "(" comp-id-quoted *(SP comp-id-quoted) ")"]; the list only when
    // there was a choice (RFC 5255 section 4.8)
    private static void Write(ImapSession session, Collation[] matching)
    {
        ResponseWriter writer = session.Writer;
        writer.Raw("* COMPARATOR "u8).Ascii(Comparators.NameOf(session.Comparator));
        if (matching.Length > 1)
        {
            writer.Raw(" ("u8).Ascii(string.Join(' ', matching.Select(Comparators.NameOf))).Byte((byte)')');
        }
        writer.CrLf();
    }
}
